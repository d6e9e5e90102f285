import { nights } from "./dates.js";

function checkDays({ from, to }) {
  const errors = {};
  if (!from) errors.from = "Please choose a day";
  if (!to) errors.to = "Please choose a day";
  if (from && to) {
    if (nights(from, to) <= 0) errors.to = "Must be after the arrival";
    else if (nights(from, to) > 14) errors.to = "At most 14 nights";
  }
  return errors;
}

function checkGuests({ guests, pets }) {
  if (!/^[1-6]$/.test(guests.trim())) return { guests: "1 to 6 guests" };
  return pets && Number(guests) > 4 ? { guests: "At most 4 guests with pets" } : {};
}

function checkPerson({ name, email }) {
  const errors = {};
  if (!name.trim()) errors.name = "Please enter your name";
  if (!/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email.trim())) errors.email = "Not an e-mail address";
  return errors;
}

/** Error messages by field for the values of a step. */
export function check(step, values) {
  return [checkDays, checkGuests, checkPerson][step - 1](values);
}
