import { readFileSync } from "node:fs";

const FALLBACK = "en";

function load(language) {
  return JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), "utf8"));
}

/** A translator for a language: t(key, params). */
export function translator(language) {
  const texts = load(language);
  const fallback = language === FALLBACK ? texts : load(FALLBACK);

  return function t(key, params = {}) {
    const text = texts[key] ?? fallback[key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
  };
}
