import assert from "node:assert/strict";
import { mock } from "node:test";

export default async function check() {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { debounce, once, sleep } = await import("./timing.js");
  assert.equal(typeof sleep, "function");
  assert.equal(once(() => 3)(), 3);
  const seen = [];
  const call = debounce((...args) => { seen.push(args); }, 100);
  call(1);
  mock.timers.tick(99);
  assert.deepEqual(seen, []);
  call(2, 3);
  mock.timers.tick(99);
  assert.deepEqual(seen, []);
  mock.timers.tick(1);
  assert.deepEqual(seen, [[2, 3]]);
  mock.timers.tick(500);
  assert.equal(seen.length, 1);
  call.cancel();
  call(4);
  call.cancel();
  mock.timers.tick(500);
  assert.equal(seen.length, 1);
  call(5);
  const other = debounce((x) => { seen.push(x); }, 50);
  other("other");
  mock.timers.tick(500);
  assert.deepEqual(seen, [[2, 3], "other", [5]]);
}
