import assert from "node:assert/strict";
import { mock } from "node:test";

export default async function check() {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { debounce, once, sleep } = await import("./timing.js");
  assert.equal(typeof sleep, "function");
  assert.equal(once(() => 3)(), 3);
  const seen = [];
  const target = { name: "t", call: debounce(function (...args) { seen.push([this?.name, ...args]); }, 100) };
  target.call(1);
  mock.timers.tick(99);
  assert.deepEqual(seen, []);
  target.call(2, 3);
  mock.timers.tick(99);
  assert.deepEqual(seen, []);
  mock.timers.tick(1);
  assert.deepEqual(seen, [["t", 2, 3]]);
  mock.timers.tick(500);
  assert.equal(seen.length, 1);
  target.call(4);
  target.call.cancel();
  mock.timers.tick(500);
  assert.equal(seen.length, 1);
  target.call(5);
  target.call.flush();
  assert.deepEqual(seen.at(-1), ["t", 5]);
  mock.timers.tick(500);
  assert.equal(seen.length, 2);
  target.call.flush();
  assert.equal(seen.length, 2);
  target.call(6);
  target.call.cancel();
  target.call.flush();
  assert.equal(seen.length, 2);
}
