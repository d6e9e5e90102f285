import { PackingList } from "./model.js";

const list = new PackingList(localStorage);
const form = document.querySelector("#new");
const shown = document.querySelector("#list");

function render() {
  shown.replaceChildren(
    ...list.things.map((thing, index) => {
      const item = document.createElement("li");
      const box = document.createElement("input");
      const label = document.createElement("label");
      box.type = "checkbox";
      box.checked = thing.packed;
      box.addEventListener("change", () => {
        list.toggle(index);
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
render();
