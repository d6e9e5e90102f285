// A planner: events with start and end, rooms, people, free slots, conflicts and reminders.
// Times are minutes since the start of the planner's first day; a day has 1440 minutes.

export const DAY = 1440;
export const WEEK = 7 * DAY;
const WORK_START = 8 * 60;
const WORK_END = 18 * 60;

export class PlannerError extends Error {
  constructor(message, code) {
    super(message);
    this.name = "PlannerError";
    this.code = code;
  }
}

// ---- small helpers

function pad(number) {
  return String(number).padStart(2, "0");
}

/** "d2 09:05" for a time. */
export function formatTime(minutes) {
  const day = Math.floor(minutes / DAY);
  const rest = minutes - day * DAY;
  return `d${day} ${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`;
}

/** The time of "d2 09:05". */
export function parseTime(text) {
  const match = /^d(\d+) (\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) throw new PlannerError(`not a time: ${text}`, "time");
  const [, day, hours, minutes] = match.map(Number);
  if (hours > 23 || minutes > 59) throw new PlannerError(`not a time: ${text}`, "time");
  return day * DAY + hours * 60 + minutes;
}

/** "1 h 30 min" for a duration. */
export function formatDuration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${rest} min` : `${hours} h`;
}

function overlaps(a, b) {
  return a.start < b.end && b.start < a.end;
}

/** Intervals joined where they touch or overlap, sorted by start. */
export function joinIntervals(intervals) {
  const joined = [];
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function checkName(name, what) {
  if (typeof name !== "string" || !name.trim()) throw new PlannerError(`a ${what} needs a name`, "name");
  return name.trim();
}

// ---- rooms

class Room {
  constructor(name, seats, features = []) {
    this.name = checkName(name, "room");
    if (!Number.isInteger(seats) || seats < 1) throw new PlannerError(`${name}: seats must be positive`, "seats");
    this.seats = seats;
    this.features = new Set(features);
  }

  fits(people, features = []) {
    return this.seats >= people && features.every((feature) => this.features.has(feature));
  }
}

// ---- the planner

export class Planner {
  constructor() {
    this.events = new Map();
    this.rooms = new Map();
    this.absences = [];
    this.listeners = [];
    this.nextId = 1;
  }

  /** Call the listener with { kind, event } after every change. */
  onChange(listener) {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((l) => l !== listener);
    };
  }

  #changed(kind, event) {
    for (const listener of this.listeners) listener({ kind, event });
  }

  // -- rooms

  addRoom(name, seats, features) {
    if (this.rooms.has(name)) throw new PlannerError(`there is a room ${name} already`, "duplicate");
    const room = new Room(name, seats, features);
    this.rooms.set(room.name, room);
    return room;
  }

  room(name) {
    const room = this.rooms.get(name);
    if (!room) throw new PlannerError(`there is no room ${name}`, "room");
    return room;
  }

  /** Rooms that are free then and large enough, the smallest first. */
  freeRooms(start, end, people = 1, features = []) {
    const taken = new Set(this.between(start, end).map((event) => event.room));
    return [...this.rooms.values()]
      .filter((room) => !taken.has(room.name) && room.fits(people, features))
      .sort((a, b) => a.seats - b.seats || a.name.localeCompare(b.name));
  }

  // -- events

  /** Add an event { title, start, end, people, room } and return it with its id. */
  add({ title, start, end, people = [], room = null }) {
    const event = { id: this.nextId, title: checkName(title, "event"), start, end, people: [...people], room };
    this.#check(event);
    this.nextId += 1;
    this.events.set(event.id, event);
    this.#changed("added", event);
    return event;
  }

  get(id) {
    const event = this.events.get(id);
    if (!event) throw new PlannerError(`there is no event ${id}`, "event");
    return event;
  }

  /** Move an event to another start; its length stays. */
  move(id, start) {
    const event = this.get(id);
    const moved = { ...event, start, end: start + event.end - event.start };
    this.#check(moved);
    Object.assign(event, moved);
    this.#changed("moved", event);
    return event;
  }

  rename(id, title) {
    const event = this.get(id);
    event.title = checkName(title, "event");
    this.#changed("renamed", event);
    return event;
  }

  remove(id) {
    const event = this.get(id);
    this.events.delete(id);
    this.#changed("removed", event);
    return event;
  }

  invite(id, person) {
    const event = this.get(id);
    const name = checkName(person, "person");
    if (event.people.includes(name)) return event;
    const invited = { ...event, people: [...event.people, name] };
    this.#check(invited);
    event.people = invited.people;
    this.#changed("invited", event);
    return event;
  }

  #check(event) {
    if (!Number.isInteger(event.start) || !Number.isInteger(event.end)) {
      throw new PlannerError("start and end must be whole minutes", "time");
    }
    if (event.start < 0 || event.end <= event.start) {
      throw new PlannerError("an event must end after its start", "time");
    }
    if (event.room !== null) {
      const room = this.room(event.room);
      if (room.seats < event.people.length) {
        throw new PlannerError(`${room.name} has only ${room.seats} seats`, "seats");
      }
      const other = this.sorted().find((e) => e.id !== event.id && e.room === event.room && overlaps(e, event));
      if (other) throw new PlannerError(`${room.name} is taken by ${other.title}`, "conflict");
    }
  }

  // -- lists

  /** All events by start, then by id. */
  sorted() {
    return [...this.events.values()].sort((a, b) => a.start - b.start || a.id - b.id);
  }

  /** Events that overlap the time from start to end. */
  between(start, end) {
    return this.sorted().filter((event) => overlaps(event, { start, end }));
  }

  /** Events of one day. */
  onDay(day) {
    return this.between(day * DAY, (day + 1) * DAY);
  }

  /** Events of one person. */
  of(person) {
    return this.sorted().filter((event) => event.people.includes(person));
  }

  /** Titles with all words of the text, in any case. */
  find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return this.sorted().filter((event) => words.every((word) => event.title.toLowerCase().includes(word)));
  }

  // -- people

  /** Somebody is away from start to end. */
  away(person, start, end, reason = "") {
    if (end <= start) throw new PlannerError("an absence must end after its start", "time");
    this.absences.push({ person: checkName(person, "person"), start, end, reason });
  }

  isAway(person, start, end) {
    return this.absences.some((absence) => absence.person === person && overlaps(absence, { start, end }));
  }

  /** Pairs of events that the same person should attend at the same time. */
  conflicts() {
    const events = this.sorted();
    const found = [];
    for (const [index, first] of events.entries()) {
      for (const second of events.slice(index + 1)) {
        if (second.start >= first.end) break;
        const people = first.people.filter((person) => second.people.includes(person));
        if (people.length) found.push({ first: first.id, second: second.id, people });
      }
    }
    return found;
  }

  /** Busy times of a person, absences included. */
  busy(person) {
    const absences = this.absences.filter((absence) => absence.person === person);
    return joinIntervals([...this.of(person), ...absences]);
  }

  /** The first time from `after` on where all people have so many minutes within working hours. */
  freeSlot(people, minutes, after = 0) {
    if (minutes > WORK_END - WORK_START) throw new PlannerError("longer than a working day", "length");
    const busy = joinIntervals(people.flatMap((person) => this.busy(person)));
    for (let day = Math.floor(after / DAY); day < Math.floor(after / DAY) + 60; day += 1) {
      let start = Math.max(after, day * DAY + WORK_START);
      for (const taken of busy) {
        if (taken.end <= start) continue;
        if (taken.start >= start + minutes) break;
        start = taken.end;
      }
      if (start >= day * DAY + WORK_START && start + minutes <= day * DAY + WORK_END) return { start, end: start + minutes };
    }
    return null;
  }

  // -- figures

  /** Minutes in events per person. */
  load() {
    const minutes = {};
    for (const event of this.events.values()) {
      for (const person of event.people) minutes[person] = (minutes[person] ?? 0) + event.end - event.start;
    }
    return minutes;
  }

  /** Share of the working hours of a day in which a room is taken, from 0 to 1. */
  roomUse(name, day) {
    this.room(name);
    const window = { start: day * DAY + WORK_START, end: day * DAY + WORK_END };
    const taken = this.between(window.start, window.end).filter((event) => event.room === name);
    const minutes = taken.reduce((sum, e) => sum + Math.min(e.end, window.end) - Math.max(e.start, window.start), 0);
    return minutes / (WORK_END - WORK_START);
  }

  // -- text

  /** The events of a day as lines. */
  agenda(day) {
    return this.onDay(day).map((event) => {
      const where = event.room ? ` (${event.room})` : "";
      return `${formatTime(event.start)} ${event.title}${where}, ${formatDuration(event.end - event.start)}`;
    });
  }
}
