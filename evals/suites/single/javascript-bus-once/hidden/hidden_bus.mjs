import assert from "node:assert/strict";
import { Bus } from "./bus.js";

function run(setup, ...events) {
  const seen = [];
  const bus = new Bus({ onError: (e) => seen.push(`error ${e.message}`) });
  setup(bus, seen);
  const counts = events.map((name) => bus.emit(name, name.length));
  return { seen, counts, bus };
}

export default function check() {
  let r = run((bus, seen) => { bus.once("ab", (x) => seen.push(x)); bus.on("ab", () => seen.push("on")); }, "ab", "ab", "ab");
  assert.deepEqual(r.seen, [2, "on", "on", "on"]);
  assert.deepEqual(r.counts, [2, 1, 1]);
  r = run((bus, seen) => { bus.once("a", () => seen.push("no"))(); bus.on("b", () => seen.push("b")); }, "a", "b");
  assert.deepEqual(r.seen, ["b"]);
  assert.deepEqual(r.bus.names(), ["b"]);
  r = run((bus, seen) => { bus.once("a", () => seen.push(1)); bus.once("b", () => seen.push(2)); bus.once("a", () => seen.push(3)); }, "b", "a", "a", "b");
  assert.deepEqual(r.seen, [2, 1, 3]);
  assert.deepEqual(r.bus.names(), []);
  r = run((bus, seen) => { bus.once("a", () => { throw new Error("x"); }); bus.on("a", () => seen.push("y")); }, "a", "a");
  assert.deepEqual(r.seen, ["error x", "y", "y"]);
  const bus = new Bus();
  const seen = [];
  const remove = bus.on("a", () => seen.push("a"));
  bus.emit("a");
  remove();
  assert.equal(bus.emit("a"), 0);
  assert.deepEqual(seen, ["a"]);
}
