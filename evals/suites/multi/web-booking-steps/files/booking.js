import { nights } from "./dates.js";

// The form is one long page until now.
document.querySelector("#booking").addEventListener("submit", () => {
  const [from, to] = ["#from", "#to"].map((id) => document.querySelector(id).value);
  console.log(`${nights(from, to)} nights`);
});
