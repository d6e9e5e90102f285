"use strict";

const PALETTE = ["#b23a48", "#3a6ea5", "#2f7d4f", "#8a5a00", "#6b4fa0"];

/** A colour that stays the same for the same name. */
function colorFor(name) {
  let sum = 0;
  for (const character of String(name)) sum = (sum * 31 + character.codePointAt(0)) % 100003;
  return PALETTE[sum % PALETTE.length];
}

/** One or two letters for a name, "?" without one. */
function initials(name) {
  const words = String(name ?? "").trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return "?";
  const letters = words.length === 1 ? [words[0]] : [words[0], words[words.length - 1]];
  return letters.map((word) => [...word][0].toUpperCase()).join("");
}

module.exports = { colorFor, initials, PALETTE };
