"use strict";

const button = document.getElementById("menu");
const nav = document.getElementById("nav");

function show(open) {
  nav.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
}

button.addEventListener("click", () => show(!nav.classList.contains("open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show(false);
});
