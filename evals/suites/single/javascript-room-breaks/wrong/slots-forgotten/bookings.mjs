/**
 * Bookings of meeting rooms.
 *
 * Times are minutes since midnight inside of this module and "HH:MM" outside; days are "YYYY-MM-DD". An interval
 * includes its start and excludes its end, so that 9:00-10:00 and 10:00-11:00 don't collide.
 */

export class BookingError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "BookingError";
    this.code = code;
  }
}

const DAY_MINUTES = 24 * 60;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** "09:30" -> 570 */
export function parseTime(text) {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text ?? "");
  if (!match) throw new BookingError("time", `not a time: ${text}`);
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  if (Number(match[2]) > 59 || minutes > DAY_MINUTES) throw new BookingError("time", `not a time: ${text}`);
  return minutes;
}

/** 570 -> "09:30" */
export function formatTime(minutes) {
  const hours = Math.floor(minutes / 60);
  return `${String(hours).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Checks a day and gives it back. */
export function parseDay(text) {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new BookingError("day", `not a day: ${text}`);
  }
  return text;
}

export function addDays(day, count) {
  const date = new Date(`${parseDay(day)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function weekday(day) {
  return WEEKDAYS[new Date(`${parseDay(day)}T00:00:00Z`).getUTCDay()];
}

function overlaps(a, b) {
  return a.start < b.end && b.start < a.end;
}

/** Intervals of one day, merged where they touch, in order. */
export function mergeIntervals(intervals) {
  const merged = [];
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What remains of an interval without the taken ones. */
export function subtractIntervals(whole, taken) {
  const free = [];
  let start = whole.start;
  for (const interval of mergeIntervals(taken)) {
    if (interval.end <= whole.start || interval.start >= whole.end) continue;
    if (interval.start > start) free.push({ start, end: interval.start });
    start = Math.max(start, interval.end);
  }
  if (start < whole.end) free.push({ start, end: whole.end });
  return free;
}

export class Bookings {
  #rooms = new Map();
  #bookings = new Map();
  #nextId = 1;

  /** Adds a room; it can be booked between `opens` and `closes`. */
  addRoom(name, { seats, opens = "08:00", closes = "18:00", closedOn = ["saturday", "sunday"], breakMinutes = 0 } = {}) {
    if (this.#rooms.has(name)) throw new BookingError("room", `there is a room ${name} already`);
    if (!Number.isInteger(seats) || seats < 1) throw new BookingError("room", `seats of ${name} are missing`);
    if (!Number.isInteger(breakMinutes) || breakMinutes < 0) throw new BookingError("room", `the break of ${name} is wrong`);
    const room = { name, seats, opens: parseTime(opens), closes: parseTime(closes), closedOn: [...closedOn], breakMinutes };
    if (room.opens >= room.closes) throw new BookingError("room", `${name} closes before it opens`);
    this.#rooms.set(name, room);
    return this;
  }

  rooms() {
    return [...this.#rooms.keys()].sort();
  }

  #room(name) {
    const room = this.#rooms.get(name);
    if (!room) throw new BookingError("room", `there is no room ${name}`);
    return room;
  }

  /** Bookings of a room on a day, in order of their start. */
  #of(room, day) {
    return [...this.#bookings.values()]
      .filter((booking) => booking.room === room && booking.day === day)
      .sort((a, b) => a.start - b.start);
  }

  /** The time in which no other booking may be. */
  #withBreaks({ room, start, end }) {
    const { breakMinutes } = this.#room(room);
    return { start: start - breakMinutes, end: end + breakMinutes };
  }

  #conflicts(room, day, interval, except = null) {
    return this.#of(room, day).filter((booking) => booking.id !== except && overlaps(this.#withBreaks(booking), interval));
  }

  #check(room, day, interval, people) {
    if (interval.start >= interval.end) throw new BookingError("time", "a booking ends after it starts");
    if (interval.start < room.opens || interval.end > room.closes) {
      throw new BookingError("closed", `${room.name} is open from ${formatTime(room.opens)} to ${formatTime(room.closes)}`);
    }
    if (room.closedOn.includes(weekday(day))) throw new BookingError("closed", `${room.name} is closed on ${day}`);
    if (people > room.seats) throw new BookingError("seats", `${room.name} has ${room.seats} seats`);
  }

  /** Books a room; returns the id of the booking. */
  book({ room: name, day, from, to, title = "", people = 1 }) {
    const room = this.#room(name);
    const interval = { start: parseTime(from), end: parseTime(to) };
    this.#check(room, parseDay(day), interval, people);
    const [conflict] = this.#conflicts(name, day, interval);
    if (conflict) throw new BookingError("taken", `${name} is taken from ${formatTime(conflict.start)} to ${formatTime(conflict.end)}`);
    const id = this.#nextId++;
    this.#bookings.set(id, { id, room: name, day, ...interval, title, people });
    return id;
  }

  /** Books the same time for several weeks; all of them or none. Returns the ids. */
  bookWeekly({ day, weeks, ...rest }) {
    if (!Number.isInteger(weeks) || weeks < 1) throw new BookingError("weeks", "weeks have to be 1 or more");
    const ids = [];
    try {
      for (let week = 0; week < weeks; week++) ids.push(this.book({ ...rest, day: addDays(day, 7 * week) }));
    } catch (error) {
      for (const id of ids) this.cancel(id);
      throw error;
    }
    return ids;
  }

  /** Moves a booking to another time, day or room; what is not given stays. */
  move(id, { room: name, day, from, to }) {
    const old = this.#get(id);
    const room = this.#room(name ?? old.room);
    const start = from === undefined ? old.start : parseTime(from);
    const end = to === undefined ? start + (old.end - old.start) : parseTime(to);
    const target = parseDay(day ?? old.day);
    this.#check(room, target, { start, end }, old.people);
    const [conflict] = this.#conflicts(room.name, target, { start, end }, id);
    if (conflict) throw new BookingError("taken", `${room.name} is taken from ${formatTime(conflict.start)} to ${formatTime(conflict.end)}`);
    this.#bookings.set(id, { ...old, room: room.name, day: target, start, end });
  }

  cancel(id) {
    this.#get(id);
    this.#bookings.delete(id);
  }

  #get(id) {
    const booking = this.#bookings.get(id);
    if (!booking) throw new BookingError("id", `there is no booking ${id}`);
    return booking;
  }

  get(id) {
    const { start, end, ...rest } = this.#get(id);
    return { ...rest, from: formatTime(start), to: formatTime(end) };
  }

  /** The plan of a room for a day. */
  day(name, day) {
    this.#room(name);
    return this.#of(name, parseDay(day)).map(({ id }) => this.get(id));
  }

  /** Free times of a room on a day that have at least `minutes`: [{ from, to }]. */
  freeSlots(name, day, minutes = 15) {
    const room = this.#room(name);
    if (room.closedOn.includes(weekday(day))) return [];
    const taken = this.#of(name, day).map(({ start, end }) => ({ start, end }));
    return subtractIntervals({ start: room.opens, end: room.closes }, taken)
      .filter(({ start, end }) => end - start >= minutes)
      .map(({ start, end }) => ({ from: formatTime(start), to: formatTime(end) }));
  }

  /** The smallest room that is free at that time and has seats enough, or null. */
  findRoom({ day, from, to, people = 1 }) {
    const interval = { start: parseTime(from), end: parseTime(to) };
    const fitting = [...this.#rooms.values()]
      .filter((room) => room.seats >= people && room.opens <= interval.start && room.closes >= interval.end)
      .filter((room) => !room.closedOn.includes(weekday(day)))
      .filter((room) => this.#conflicts(room.name, day, interval).length === 0)
      .sort((a, b) => a.seats - b.seats || a.name.localeCompare(b.name));
    return fitting[0]?.name ?? null;
  }

  /** Share of its opening hours for which a room is booked in a week that begins with `monday`, in percent. */
  usage(name, monday) {
    const room = this.#room(name);
    let open = 0;
    let booked = 0;
    for (let i = 0; i < 7; i++) {
      const day = addDays(monday, i);
      if (room.closedOn.includes(weekday(day))) continue;
      open += room.closes - room.opens;
      for (const { start, end } of mergeIntervals(this.#of(name, day))) booked += end - start;
    }
    return open === 0 ? 0 : Math.round((booked / open) * 1000) / 10;
  }

  /** All bookings of a title, in order of day and time. */
  search(text) {
    const wanted = text.toLowerCase();
    return [...this.#bookings.values()]
      .filter((booking) => booking.title.toLowerCase().includes(wanted))
      .sort((a, b) => a.day.localeCompare(b.day) || a.start - b.start)
      .map(({ id }) => this.get(id));
  }

  toJSON() {
    return [...this.#bookings.keys()].sort((a, b) => a - b).map((id) => this.get(id));
  }
}

/** A plan as text, one line a booking. */
export function formatPlan(plan) {
  if (plan.length === 0) return "no bookings";
  return plan.map(({ from, to, title, people }) => `${from}-${to} ${title || "(no title)"} (${people})`).join("\n");
}
