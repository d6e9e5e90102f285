const query = document.getElementById("query");
const info = document.getElementById("status");
const people = [...document.querySelectorAll("#people li")];

function update() {
  const wanted = query.value.toLowerCase();
  for (const person of people) if (!person.textContent.toLowerCase().includes(wanted)) person.hidden = true;
  info.textContent = `${people.filter((person) => !person.hidden).length} of ${people.length} people`;
}

query.addEventListener("input", update);
update();
