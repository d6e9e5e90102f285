// Names of pages.

const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** Plain letters for a text: "Größe" -> "groesse". */
export function plainLetters(text) {
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
