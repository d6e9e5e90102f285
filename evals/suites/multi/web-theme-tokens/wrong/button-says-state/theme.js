"use strict";

const button = document.querySelector("#theme");

function apply(theme) {
  document.documentElement.setAttribute("data-theme", theme);
  button.textContent = theme === "dark" ? "Dark" : "Light";
}

button.addEventListener("click", () => {
  const theme = document.documentElement.getAttribute("data-theme") === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  apply(theme);
});
apply(localStorage.getItem("theme") === "dark" ? "dark" : "light");
