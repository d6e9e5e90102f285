const query = document.getElementById("query");
const active = document.getElementById("active");
const info = document.getElementById("status");
const people = [...document.querySelectorAll("#people li")];

function update() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const person of people) {
    const text = person.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word)) && !(active.checked && person.dataset.active === "no");
    person.hidden = !fits;
    if (fits) count++;
  }
  info.textContent = count ? `${count} of ${people.length} people` : "nobody found";
}

query.addEventListener("input", update);
active.addEventListener("change", update);
query.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  query.value = "";
});
update();
