import { nights } from "./dates.js";
import { check } from "./rules.js";

const form = document.querySelector("#booking");
const steps = [...form.querySelectorAll("[data-step]")];
const buttons = Object.fromEntries(["back", "next", "send"].map((id) => [id, document.getElementById(id)]));
let current = 1;

const inputsOf = (step) => [...steps[step - 1].querySelectorAll("input")];
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function values() {
  const inputs = steps.flatMap((_, index) => inputsOf(index + 1));
  return Object.fromEntries(inputs.map((i) => [i.name, i.type === "checkbox" ? i.checked : i.value]));
}

function summary() {
  const { from, to, guests, pets } = values();
  const parts = [];
  if (current > 1) parts.push(plural(nights(from, to), "night"));
  if (current > 2) parts.push(plural(Number(guests), "guest"));
  if (current > 2 && pets) parts.push("with pets");
  return parts.join(", ");
}

function show(step) {
  current = step;
  steps.forEach((fieldset, index) => (fieldset.hidden = index + 1 !== step));
  buttons.back.hidden = step === 1;
  buttons.next.hidden = step === 3;
  buttons.send.hidden = step !== 3;
  document.querySelector("#summary").textContent = summary();
}

/** Shows the errors of the current step; whether there are none. */
function isRight() {
  const errors = check(current, values());
  for (const old of steps[current - 1].querySelectorAll(".error")) old.remove();
  for (const input of inputsOf(current)) {
    const message = errors[input.name];
    if (!message) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      continue;
    }
    const line = document.createElement("p");
    line.className = "error";
    line.id = `${input.name}-error`;
    line.textContent = message;
    steps[current - 1].append(line);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", line.id);
  }
  inputsOf(current).find((input) => errors[input.name])?.focus();
  return Object.keys(errors).length === 0;
}

buttons.next.addEventListener("click", () => {
  if (isRight()) show(current + 1);
});
buttons.back.addEventListener("click", () => show(current - 1));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  isRight();
});
show(1);
