import assert from "node:assert/strict";
import test from "node:test";
import { DAY, formatTime, parseTime, Planner } from "../src/planner.js";
import { load, save } from "../src/storage.js";

function filled() {
  const planner = new Planner();
  planner.addRoom("Blue", 4, ["screen"]);
  planner.addRoom("Red", 10);
  planner.add({ title: "Standup", start: parseTime("d0 09:00"), end: parseTime("d0 09:15"), people: ["ann", "bo"] });
  planner.add({ title: "Review", start: parseTime("d0 10:00"), end: parseTime("d0 11:30"), people: ["ann"], room: "Blue" });
  return planner;
}

test("agenda", () => {
  assert.deepEqual(filled().agenda(0), ["d0 09:00 Standup, 15 min", "d0 10:00 Review (Blue), 1 h 30 min"]);
});

test("a room is taken once", () => {
  assert.throws(() => filled().add({ title: "Other", start: 650, end: 660, room: "Blue" }), { code: "conflict" });
});

test("free slots", () => {
  const slot = filled().freeSlot(["ann", "bo"], 60);
  assert.equal(formatTime(slot.start), "d0 08:00");
});

test("storage", () => {
  const again = load(save(filled()));
  assert.deepEqual(again.agenda(0), filled().agenda(0));
  assert.equal(again.add({ title: "x", start: DAY, end: DAY + 5 }).id, 3);
});
