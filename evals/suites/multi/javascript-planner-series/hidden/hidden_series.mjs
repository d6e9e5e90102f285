import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { DAY, Planner, PlannerError, parseTime } from "./src/planner.js";
import { load, save } from "./src/storage.js";

const days = (events) => events.map((e) => e.start / DAY).map(Math.floor);
const refused = (code) => (error) => error instanceof PlannerError && error.code === code;

export default function check() {
  const planner = new Planner();
  planner.addRoom("Blue", 4);
  const heard = [];
  planner.onChange(({ kind, event }) => heard.push(`${kind} ${event.id}`));
  const single = planner.add({ title: "One", start: 10, end: 20 });
  assert.equal(single.series, null);

  const nine = { start: 540, end: 600 };
  const daily = planner.addSeries({ title: "Daily", ...nine, people: ["ann"], every: "day", count: 8 });
  assert.deepEqual(days(daily), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.ok(daily.every((e) => e.start % DAY === 540 && e.end - e.start === 60 && e.title === "Daily" && e.series === 1));
  assert.deepEqual(daily.map((e) => e.id), [2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(planner.get(5), daily[3]);
  assert.deepEqual(heard.splice(0), ["added 1", ...daily.map((e) => `added ${e.id}`)]);
  daily[0].people.push("zoe");
  assert.deepEqual(daily[1].people, ["ann"]);
  const work = planner.addSeries({ title: "Work", start: 3 * DAY + 60, end: 3 * DAY + 90, every: "workday", count: 7 });
  assert.deepEqual(days(work), [3, 4, 7, 8, 9, 10, 11]);
  assert.equal(work[0].series, 2);
  const weekly = planner.addSeries({ title: "Weekly", start: DAY, end: DAY + 30, every: "week", count: 4, skip: [8] });
  assert.deepEqual(days(weekly), [1, 15, 22]);
  const skipped = planner.addSeries({ title: "S", start: 4 * DAY, end: 4 * DAY + 5, every: "workday", count: 3, skip: [4, 7] });
  assert.deepEqual(days(skipped), [8]);
  heard.length = 0;

  // all or nothing
  planner.add({ title: "Block", start: 20 * DAY + 550, end: 20 * DAY + 560, room: "Blue" });
  heard.length = 0;
  const before = JSON.stringify(planner.sorted());
  const wrong = { title: "R", ...nine, room: "Blue", every: "day", count: 30 };
  assert.throws(() => planner.addSeries(wrong), refused("conflict"));
  assert.throws(() => planner.addSeries({ ...wrong, room: "Green" }), refused("room"));
  assert.throws(() => planner.addSeries({ title: "long", start: 0, end: 2 * DAY, room: "Blue", every: "day", count: 2 }), refused("conflict"));
  assert.throws(() => planner.addSeries({ ...wrong, title: " " }), refused("name"));
  for (const every of ["month", undefined, "", "toString"]) assert.throws(() => planner.addSeries({ ...wrong, room: null, every }), refused("series"));
  for (const count of [0, -1, 1.5, "3", undefined, NaN]) assert.throws(() => planner.addSeries({ ...wrong, room: null, count }), refused("series"));
  for (const day of [5, 6, 12]) {
    assert.throws(() => planner.addSeries({ title: "W", start: day * DAY, end: day * DAY + 5, every: "workday", count: 2 }), refused("series"));
  }
  assert.equal(JSON.stringify(planner.sorted()), before);
  assert.deepEqual(heard, []);
  assert.deepEqual(days(planner.addSeries({ ...wrong, skip: [20] })).length, 29);
  heard.length = 0;

  // rename and remove
  planner.rename(daily[2].id, "Only");
  assert.deepEqual(daily.map((e) => e.title).filter((t) => t === "Only").length, 1);
  heard.length = 0;
  planner.rename(daily[1].id, "All", { series: true });
  assert.ok(daily.every((e) => e.title === "All"));
  assert.equal(heard.filter((h) => h.startsWith("renamed")).length, 8);
  assert.equal(work[0].title, "Work");
  planner.rename(single.id, "Solo", { series: true });
  assert.deepEqual(planner.find("Solo").map((e) => e.id), [1]);
  assert.throws(() => planner.rename(1, "", { series: true }), refused("name"));
  heard.length = 0;
  assert.equal(planner.removeSeries(1, 5 * DAY + 540), 3);
  assert.deepEqual(heard.sort(), daily.slice(5).map((e) => `removed ${e.id}`).sort());
  assert.equal(planner.removeSeries(1), 5);
  assert.equal(planner.removeSeries(1), 0);
  assert.equal(planner.removeSeries(99), 0);
  assert.equal(planner.get(1).title, "Solo");

  // storage
  const again = load(save(planner));
  assert.deepEqual(again.sorted(), planner.sorted());
  assert.equal(again.rename(work[0].id, "New", { series: true }).title, "New");
  assert.equal(again.find("New").length, 7);
  const next = Math.max(...planner.sorted().map((e) => e.series ?? 0)) + 1;
  assert.equal(again.addSeries({ title: "n", ...nine, every: "day", count: 1 })[0].series, next);
  const gone = new Planner();
  gone.addSeries({ title: "n", ...nine, every: "day", count: 2 });
  gone.removeSeries(1);
  assert.equal(load(save(gone)).addSeries({ title: "n", ...nine, every: "day", count: 1 })[0].series, 2);
  const old = load(JSON.stringify({ version: 1, nextId: 2, rooms: [], events: [{ id: 1, title: "x", start: 0, end: 5, people: [], room: null }], absences: [] }));
  assert.equal(old.get(1).series, null);
  assert.equal(old.addSeries({ title: "n", ...nine, every: "week", count: 2 })[1].series, 1);
  assert.equal(old.rename(1, "y", { series: true }).title, "y");

  // the rest
  assert.deepEqual(again.freeSlot(["ann"], 60, parseTime("d30 17:30")).start, 31 * DAY + 480);
  const output = execFileSync(process.execPath, ["--test", "test/"], { encoding: "utf8", env: { PATH: process.env.PATH } });
  assert.match(output, /# fail 0/);
}
