const form = document.getElementById("join");
const done = document.getElementById("done");

const CHECKS = {
  name: (text) => (text === "" ? "Please enter your name." : ""),
  email(text) {
    if (text === "") return "Please enter your email.";
    return /^[^@\s]+@[^@\s]*\.[^@\s]*$/.test(text) ? "" : "This is no email address.";
  },
  age(text) {
    if (!/^-?\d+$/.test(text) || Number(text) > 120) return "Please enter your age.";
    return Number(text) < 16 ? "You have to be at least 16." : "";
  },
};

function show(name, message) {
  const field = form.elements[name];
  const span = document.getElementById(`${name}-error`);
  span.textContent = message;
  if (message) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", span.id);
  } else {
    field.removeAttribute("aria-describedby");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  let first = null;
  for (const [name, check] of Object.entries(CHECKS)) {
    const message = check(form.elements[name].value.trim());
    show(name, message);
    if (message) first ??= form.elements[name];
  }
  if (first) {
    first.focus();
    return;
  }
  form.hidden = true;
  done.hidden = false;
  done.textContent = `Welcome, ${form.elements.name.value.trim()}!`;
});

for (const name of Object.keys(CHECKS)) {
  form.elements[name].addEventListener("input", () => show(name, ""));
}
