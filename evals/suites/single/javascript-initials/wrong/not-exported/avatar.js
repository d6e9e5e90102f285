"use strict";

const PALETTE = ["#b23a48", "#3a6ea5", "#2f7d4f", "#8a5a00", "#6b4fa0"];

/** A colour that stays the same for the same name. */
function colorFor(name) {
  let sum = 0;
  for (const character of String(name)) sum = (sum * 31 + character.codePointAt(0)) % 100003;
  return PALETTE[sum % PALETTE.length];
}

/** The first letters of the first and the last word. */
function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words[0][0] + words[words.length - 1][0]).toUpperCase();
}

module.exports = { colorFor, PALETTE };
