const query = document.getElementById("query");
const info = document.getElementById("status");
const people = [...document.querySelectorAll("#people li")];

function update() {
  const wanted = query.value.toLowerCase();
  for (const person of people) person.hidden = !person.textContent.toLowerCase().includes(wanted);
  info.textContent = `${people.filter((person) => !person.hidden).length} of ${people.length} people`;
}

query.addEventListener("input", update);
