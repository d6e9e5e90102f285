import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { LABELS, area, bounds, describe } from "./.judge/src/area.js";

export default function check() {
  const ring = { kind: "ring", outer: 3, inner: 1 };
  assert.ok(Math.abs(area(ring) - Math.PI * 8) < 1e-9);
  assert.deepEqual(bounds(ring), { width: 6, height: 6 });
  assert.equal(area({ kind: "box", width: 2, height: 3 }), 6);
  assert.equal(area({ kind: "circle", radius: 1 }), Math.PI);
  assert.deepEqual(bounds({ kind: "circle", radius: 2 }), { width: 4, height: 4 });
  assert.equal(describe({ kind: "box", width: 2, height: 3 }), "Box of 6.0");
  assert.match(describe(ring), /^Ring of 25\.1$/i);
  assert.deepEqual(Object.keys(LABELS).sort(), ["box", "circle", "ring"]);
  for (const f of [area, bounds]) assert.throws(() => f({ kind: "blob" }), /unknown shape/);
  const code = readFileSync("src/area.ts", "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  assert.doesNotMatch(code, /\bany\b|\bas\s+(?!const\b)\w|@ts-/);
  assert.doesNotMatch(readFileSync("src/area.ts", "utf8"), /@ts-(ignore|expect-error|nocheck)/);
  assert.match(code, /(: |satisfies )never\b/);
}
