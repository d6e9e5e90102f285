import { readFileSync } from "node:fs";

const FALLBACK = "en";

function load(language) {
  return JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), "utf8"));
}

/** A translator for a language: t(key, params). */
export function translator(language) {
  const texts = load(language);
  const fallback = language === FALLBACK ? texts : load(FALLBACK);

  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);

  function form(entry, count) {
    if (typeof count !== "number") return entry.other;
    if (count === 0 && entry.zero !== undefined) return entry.zero;
    return entry[plurals.select(count)] ?? "";
  }

  function shown(value) {
    return typeof value === "number" ? numbers.format(value) : String(value);
  }

  return function t(key, params = {}) {
    const entry = texts[key] ?? fallback[key];
    if (entry === undefined) return key;
    const text = typeof entry === "string" ? entry : form(entry, params.count);
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? shown(params[name]) : whole));
  };
}
