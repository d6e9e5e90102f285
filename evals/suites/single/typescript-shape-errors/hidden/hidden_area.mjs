import assert from "node:assert/strict";
import { LABELS, area, bounds, describe } from "./.judge/src/area.js";

export default function check() {
  const ring = { kind: "ring", outer: 3, inner: 1 };
  assert.ok(Math.abs(area(ring) - Math.PI * 8) < 1e-9);
  assert.deepEqual(bounds(ring), { width: 6, height: 6 });
  assert.equal(area({ kind: "box", width: 2, height: 3 }), 6);
  assert.equal(area({ kind: "circle", radius: 1 }), Math.PI);
  assert.deepEqual(bounds({ kind: "circle", radius: 2 }), { width: 4, height: 4 });
  assert.equal(describe({ kind: "box", width: 2, height: 3 }), "Box of 6.0");
  assert.equal(describe(ring), "Ring of 25.1");
  assert.deepEqual(LABELS, { circle: "Circle", box: "Box", ring: "Ring" });
}
