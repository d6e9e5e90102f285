import test from "node:test";
import assert from "node:assert/strict";
import { Bookings, formatPlan, parseTime } from "./bookings.mjs";

const MONDAY = "2024-05-06";

function house() {
  return new Bookings().addRoom("Elm", { seats: 4 }).addRoom("Oak", { seats: 10, opens: "07:00", closes: "20:00" });
}

test("collisions are refused, touching is fine", () => {
  const bookings = house();
  bookings.book({ room: "Elm", day: MONDAY, from: "09:00", to: "10:00", title: "Standup" });
  bookings.book({ room: "Elm", day: MONDAY, from: "10:00", to: "10:30" });
  assert.throws(() => bookings.book({ room: "Elm", day: MONDAY, from: "09:30", to: "11:00" }), { code: "taken" });
  assert.equal(formatPlan(bookings.day("Elm", MONDAY)), "09:00-10:00 Standup (1)\n10:00-10:30 (no title) (1)");
});

test("free slots", () => {
  const bookings = house();
  bookings.book({ room: "Elm", day: MONDAY, from: "09:00", to: "10:00" });
  assert.deepEqual(bookings.freeSlots("Elm", MONDAY), [{ from: "08:00", to: "09:00" }, { from: "10:00", to: "18:00" }]);
});

test("weekly bookings are all or none", () => {
  const bookings = house();
  bookings.book({ room: "Oak", day: "2024-05-20", from: "09:00", to: "10:00" });
  assert.throws(() => bookings.bookWeekly({ room: "Oak", day: MONDAY, weeks: 3, from: "09:00", to: "10:00" }), { code: "taken" });
  assert.equal(bookings.toJSON().length, 1);
});

test("rooms are found by size", () => {
  const bookings = house();
  assert.equal(bookings.findRoom({ day: MONDAY, from: "09:00", to: "10:00", people: 3 }), "Elm");
  assert.equal(bookings.findRoom({ day: MONDAY, from: "07:00", to: "10:00", people: 3 }), "Oak");
});

test("times are checked", () => {
  assert.equal(parseTime("9:05"), 545);
  assert.throws(() => parseTime("9:75"), { code: "time" });
});
