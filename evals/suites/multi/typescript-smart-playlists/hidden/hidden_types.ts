import { Library, matches, type ErrorCode, type Facts, type Playlist, type Rule, type Track } from "./src/index.js";

const track: Track = { id: 1, title: "x", artist: "y", length: 5, genres: [] };
export const facts: Facts = { track, plays: 0 };
export const rated: Facts = { track, plays: 0, rating: 5 };
export const fits: boolean = matches({ field: "title", op: "contains", value: "x" }, facts);
export const good: Rule[] = [
  { field: "genre", op: "is", value: "rock" },
  { field: "year", op: "more", value: 1990 },
  { all: [{ any: [] }, { not: { field: "plays", op: "less", value: 3 } }] },
];
// @ts-expect-error years are numbers
export const a: Rule = { field: "year", op: "is", value: "1990" };
// @ts-expect-error years don't contain anything
export const b: Rule = { field: "year", op: "contains", value: 19 };
// @ts-expect-error titles are not compared
export const c: Rule = { field: "title", op: "less", value: "x" };
// @ts-expect-error genres are compared as a whole
export const d: Rule = { field: "genre", op: "contains", value: "x" };
// @ts-expect-error not a field
export const e: Rule = { field: "composer", op: "is", value: "x" };
// @ts-expect-error one rule
export const f: Rule = { not: [] };
export const playlist: Playlist = new Library().createSmart("x", { all: [] });
export const rule: Rule | undefined = playlist.rule;
export const code: ErrorCode = "smart";
export const plain: Playlist = { name: "x", tracks: [] };
