import { renderEntry, toEntry } from "./entries.js";

const form = document.querySelector("#entry");
const list = document.querySelector("#entries");

async function show() {
  const entries = await (await fetch("/api/entries")).json();
  list.innerHTML = entries.map(renderEntry).join("");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify(toEntry(new FormData(form)));
  const answer = await fetch("/api/entries", { method: "POST", body });
  if (answer.ok) form.reset();
  await show();
});
show();
