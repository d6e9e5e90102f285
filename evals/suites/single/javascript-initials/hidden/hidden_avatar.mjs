import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { initials, colorFor, PALETTE } = createRequire(import.meta.url)("./avatar.js");
  assert.equal(PALETTE.length, 5);
  for (const name of ["ada", "Plato", ""]) assert.ok(PALETTE.includes(colorFor(name)), name);
  const cases = [["ada lovelace", "AL"], ["Grace Hopper", "GH"], ["bo Li", "BL"], ["Anna Maria van Bergen", "AB"], ["a b c d", "AD"]];
  for (const [name, wanted] of cases) assert.equal(initials(name), wanted, JSON.stringify(name));
}
