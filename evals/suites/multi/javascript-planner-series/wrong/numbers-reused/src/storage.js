import { Planner } from "./planner.js";

/** The planner as JSON text. */
export function save(planner) {
  return JSON.stringify({
    version: 1,
    nextId: planner.nextId,
    nextSeries: planner.nextSeries,
    rooms: [...planner.rooms.values()].map(({ name, seats, features }) => ({ name, seats, features: [...features] })),
    events: planner.sorted(),
    absences: planner.absences,
  });
}

/** The planner of such a text. */
export function load(text) {
  const data = JSON.parse(text);
  const planner = new Planner();
  for (const { name, seats, features } of data.rooms) planner.addRoom(name, seats, features);
  for (const { id, title, start, end, people, room, series = null } of data.events) {
    planner.events.set(id, { id, title, start, end, people, room, series });
  }
  planner.absences = data.absences;
  planner.nextId = data.nextId;
  planner.nextSeries = Math.max(0, ...data.events.map((e) => e.series ?? 0)) + 1;
  return planner;
}
