// Things that did not fit anywhere else.

import { plainLetters } from "./names.js";

const WORDS_PER_MINUTE = 200;

/** Text without tags. */
export function stripTags(html) {
  return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
}

/** Minutes that it takes to read a text, at least one. */
export function readingTime(html) {
  return Math.max(1, Math.round(stripTags(html).split(" ").length / WORDS_PER_MINUTE));
}

/** Sorted for readers: case and accents don't count. */
export function byTitle(a, b) {
  return plainLetters(a.title) < plainLetters(b.title) ? -1 : 1;
}
