import assert from "node:assert/strict";
import { Bookings, BookingError, addDays, formatPlan, formatTime, mergeIntervals, parseTime, subtractIntervals, weekday } from "./bookings.mjs";

const DAY = "2024-05-06";
const range = (from, to) => ({ from, to });

export default function check() {
  assert.equal(addDays(DAY, 30), "2024-06-05");
  assert.equal(weekday(DAY), "monday");
  assert.equal(formatPlan([]), "no bookings");
  assert.deepEqual(mergeIntervals([{ start: 5, end: 9 }, { start: 1, end: 5 }]), [{ start: 1, end: 9 }]);
  assert.deepEqual(subtractIntervals({ start: 0, end: 10 }, [{ start: 2, end: 3 }]), [{ start: 0, end: 2 }, { start: 3, end: 10 }]);
  const b = new Bookings().addRoom("Elm", { seats: 4, breakMinutes: 15 }).addRoom("Oak", { seats: 10 }).addRoom("Ash", { seats: 6, breakMinutes: 30 });
  for (const breakMinutes of [-1, 1.5, "15", NaN]) {
    assert.throws(() => new Bookings().addRoom("x", { seats: 1, breakMinutes }), (e) => e instanceof BookingError && e.code === "room", String(breakMinutes));
  }
  const first = b.book({ room: "Elm", day: DAY, from: "10:00", to: "11:00", title: "A" });
  const at = (room, from, to, day = DAY) => b.book({ room, day, from, to });
  const taken = (call) => assert.throws(call, (e) => e instanceof BookingError && e.code === "taken");
  assert.deepEqual(b.freeSlots("Elm", DAY), [range("08:00", "09:45"), range("11:15", "18:00")]);
  taken(() => at("Elm", "11:00", "12:00"));
  taken(() => at("Elm", "11:14", "12:00"));
  taken(() => at("Elm", "09:00", "09:46"));
  taken(() => at("Elm", "10:15", "10:30"));
  taken(() => at("Elm", "09:00", "12:00"));
  at("Elm", "11:15", "12:00");
  const early = at("Elm", "08:00", "09:45");
  assert.deepEqual(b.freeSlots("Elm", DAY), [range("12:15", "18:00")]);
  at("Elm", "12:15", "18:00");
  assert.deepEqual(b.freeSlots("Elm", DAY), []);
  assert.deepEqual(b.freeSlots("Elm", addDays(DAY, 1)), [range("08:00", "18:00")]);
  at("Elm", "10:00", "11:00", addDays(DAY, 1));
  at("Oak", "10:00", "11:00"); at("Oak", "11:00", "12:00");
  assert.deepEqual(b.freeSlots("Oak", DAY), [range("08:00", "10:00"), range("12:00", "18:00")]);
  // Moving: the booking itself is not in its own way.
  b.move(early, { from: "08:00", to: "09:30" });
  b.move(early, { to: "09:45" });
  taken(() => b.move(early, { to: "09:50" }));
  taken(() => b.move(first, { from: "10:05" }));
  assert.deepEqual(b.get(first), { id: first, room: "Elm", day: DAY, title: "A", people: 1, from: "10:00", to: "11:00" });
  taken(() => b.move(early, { room: "Elm", day: addDays(DAY, 1), from: "11:00", to: "12:00" }));
  b.move(early, { room: "Oak" });
  assert.equal(b.usage("Elm", DAY), Math.round(((60 + 45 + 345 + 60) / 3000) * 1000) / 10);
  // Other ways in.
  const c = new Bookings().addRoom("Ash", { seats: 6, breakMinutes: 30 }).addRoom("Zoo", { seats: 9 });
  c.book({ room: "Ash", day: addDays(DAY, 14), from: "09:00", to: "10:00" });
  taken(() => c.bookWeekly({ room: "Ash", day: DAY, weeks: 3, from: "10:15", to: "11:00" }));
  assert.equal(c.toJSON().length, 1);
  assert.equal(c.findRoom({ day: addDays(DAY, 14), from: "10:15", to: "11:00" }), "Zoo");
  assert.equal(c.findRoom({ day: addDays(DAY, 14), from: "10:30", to: "11:00" }), "Ash");
  assert.deepEqual(c.freeSlots("Ash", addDays(DAY, 14), 60), [range("10:30", "18:00")]);
  assert.deepEqual(c.freeSlots("Ash", addDays(DAY, 14), 30), [range("08:00", "08:30"), range("10:30", "18:00")]);
  assert.deepEqual(c.freeSlots("Ash", "2024-05-11"), []);
  // Every free slot can be booked as a whole, and not a minute more.
  let seed = 9;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 60; round++) {
    const d = new Bookings().addRoom("R", { seats: 2, breakMinutes: next(4) * 10 });
    for (let i = 0; i < 6; i++) {
      const start = 480 + next(560);
      try { d.book({ room: "R", day: DAY, from: formatTime(start), to: formatTime(Math.min(1080, start + 5 + next(90))) }); } catch (e) { assert.equal(e.code, "taken"); }
    }
    for (const { from, to } of d.freeSlots("R", DAY, 1)) {
      for (const [more, end] of [[-1, 0], [0, 1]]) {
        const [a, z] = [parseTime(from) + more, parseTime(to) + end];
        if (a < 480 || z > 1080) continue;
        taken(() => d.book({ room: "R", day: DAY, from: formatTime(a), to: formatTime(z) }));
      }
      d.cancel(d.book({ room: "R", day: DAY, from, to }));
    }
  }
}
