import assert from "node:assert/strict";
import { RateWindow } from "./rate-window.js";

export default function check() {
  let time = 10_000;
  const make = (limit, windowMs) => new RateWindow({ limit, windowMs, now: () => time });
  let gate = make(3, 1000);
  const at = (moment, key = "ann") => { time = 10_000 + moment; return gate.allow(key); };
  assert.deepEqual([at(0), at(100), at(200), at(300), at(900)], [true, true, true, false, false]);
  assert.deepEqual([at(950, "bo"), at(960, "bo")], [true, true]);
  assert.deepEqual([at(1050), at(1051), at(1150), at(1199), at(1250)], [true, false, true, false, true]);
  assert.deepEqual([at(2049), at(2051), at(2052)], [false, true, false]);
  // What was refused must not keep the door closed.
  gate = make(1, 100);
  assert.deepEqual([at(0), at(50), at(90), at(105), at(180), at(206)], [true, false, false, true, false, true]);
  // A window that moves, not one that begins anew each second.
  gate = make(2, 1000);
  assert.deepEqual([at(900), at(990), at(1010), at(1890), at(1950), at(1960)], [true, true, false, false, true, false]);
  const real = new RateWindow({ limit: 2, windowMs: 60_000 });
  assert.deepEqual([real.allow("x"), real.allow("x"), real.allow("x"), real.allow("y")], [true, true, false, true]);
}
