// Things that did not fit anywhere else.

const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const WORDS_PER_MINUTE = 200;

/** Text without tags. */
export function stripTags(html) {
  return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
}

/** Plain letters for a text: "Größe" -> "groesse". */
function plainLetters(text) {
  return text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter])
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
}

/** Name of a page: "Über uns!" -> "ueber-uns". */
export function pageName(title) {
  return plainLetters(title)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "page";
}

/** The name with a number behind it if it is taken. */
export function freeName(title, taken) {
  const name = pageName(title);
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** Minutes that it takes to read a text, at least one. */
export function readingTime(html) {
  return Math.max(1, Math.round(stripTags(html).split(" ").length / WORDS_PER_MINUTE));
}

/** Sorted for readers: case and accents don't count. */
export function byTitle(a, b) {
  return plainLetters(a.title) < plainLetters(b.title) ? -1 : 1;
}
