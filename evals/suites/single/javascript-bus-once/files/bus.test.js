import test from "node:test";
import assert from "node:assert/strict";
import { Bus } from "./bus.js";

test("listeners are called in order", () => {
  const bus = new Bus();
  const seen = [];
  bus.on("save", (x) => seen.push(`a${x}`));
  bus.on("save", (x) => seen.push(`b${x}`));
  assert.equal(bus.emit("save", 1), 2);
  assert.deepEqual(seen, ["a1", "b1"]);
});

test("a listener can be removed", () => {
  const bus = new Bus();
  const remove = bus.on("save", () => assert.fail());
  remove();
  assert.equal(bus.emit("save"), 0);
  assert.deepEqual(bus.names(), []);
});

test("errors do not stop the others", () => {
  const errors = [];
  const bus = new Bus({ onError: (e) => errors.push(e.message) });
  let called = false;
  bus.on("x", () => { throw new Error("no"); });
  bus.on("x", () => { called = true; });
  bus.emit("x");
  assert.ok(called);
  assert.deepEqual(errors, ["no"]);
});
