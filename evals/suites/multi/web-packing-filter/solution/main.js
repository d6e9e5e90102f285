import { PackingList } from "./model.js";

const list = new PackingList(localStorage);
const form = document.querySelector("#new");
const shown = document.querySelector("#list");
const filter = document.querySelector("#filter");
const clear = document.querySelector("#clear");
filter.value = localStorage.getItem("filter") ?? "all";

function leftText() {
  if (!list.things.length) return "";
  const left = list.left();
  if (!left) return "All packed!";
  return left === 1 ? "1 thing left" : `${left} things left`;
}

function render() {
  document.querySelector("#left").textContent = leftText();
  clear.disabled = list.visible("packed").length === 0;
  shown.replaceChildren(
    ...list.visible(filter.value).map((thing) => {
      const item = document.createElement("li");
      const box = document.createElement("input");
      const label = document.createElement("label");
      box.type = "checkbox";
      box.checked = thing.packed;
      box.addEventListener("change", () => {
        list.toggle(list.things.indexOf(thing));
        render();
      });
      label.append(box, ` ${thing.name}`);
      if (thing.packed) item.className = "packed";
      item.append(label);
      return item;
    }),
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.add(form.querySelector("#thing").value);
  form.reset();
  render();
});
filter.addEventListener("change", () => {
  localStorage.setItem("filter", filter.value);
  render();
});
clear.addEventListener("click", () => {
  list.clearPacked();
  render();
});
render();
