import type { Track } from "./library.js";

export type Rule =
  | { field: "title" | "artist" | "album"; op: "is" | "contains"; value: string }
  | { field: "genre"; op: "is"; value: string }
  | { field: "length" | "year" | "plays" | "rating"; op: "is" | "less" | "more"; value: number }
  | { all: Rule[] }
  | { any: Rule[] }
  | { not: Rule };

/** What rules are asked about. */
export interface Facts {
  track: Track;
  plays: number;
  rating?: number;
}

/** Whether a track fits a rule; what it does not have never fits. */
export function matches(rule: Rule, facts: Facts): boolean {
  if ("all" in rule) return rule.all.every((part) => matches(part, facts));
  if ("any" in rule) return rule.any.some((part) => matches(part, facts));
  if ("not" in rule) return !matches(rule.not, facts);
  const { track, plays, rating } = facts;
  switch (rule.field) {
    case "genre":
      return track.genres.some((genre) => genre.toLowerCase() === rule.value.toLowerCase());
    case "title":
    case "artist":
    case "album": {
      const text = track[rule.field]?.toLowerCase();
      if (text === undefined) return false;
      const value = rule.value.toLowerCase();
      return rule.op === "is" ? text === value : text.includes(value);
    }
    default: {
      const number = { length: track.length, year: track.year, plays, rating }[rule.field];
      if (number === undefined) return false;
      if (rule.op === "is") return number === rule.value;
      return rule.op === "less" ? number < rule.value : number > rule.value;
    }
  }
}
