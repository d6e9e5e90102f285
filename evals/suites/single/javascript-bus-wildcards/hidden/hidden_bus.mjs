import assert from "node:assert/strict";
import { Bus } from "./bus.js";

function run(setup, ...events) {
  const seen = [];
  const bus = new Bus({ onError: (e) => seen.push(`error ${e.message}`) });
  const tools = setup(bus, seen);
  const counts = events.map((name) => bus.emit(name, name.length));
  return { seen, counts, bus, tools };
}

export default function check() {
  let r = run((bus, seen) => { bus.once("a", (x) => seen.push(x)); bus.on("a", () => seen.push("on")); }, "a", "a");
  assert.deepEqual(r.seen, [1, "on", "on"]);
  assert.deepEqual(r.counts, [2, 1]);
  r = run((bus, seen) => { bus.once("a", () => seen.push("no"))(); const f = () => seen.push("no"); bus.once("a", f); bus.off("a", f); }, "a");
  assert.deepEqual(r.seen, []);
  assert.deepEqual(r.bus.names(), []);
  r = run((bus, seen) => { bus.once("a", () => { seen.push("in"); bus.emit("a"); }); }, "a");
  assert.deepEqual(r.seen, ["in"]);
  r = run((bus, seen) => { bus.once("a", () => { throw new Error("x"); }); }, "a", "a");
  assert.deepEqual(r.seen, ["error x"]);
  assert.throws(() => new Bus().once("a", null), TypeError);
  assert.throws(() => new Bus().on("a", "f"), TypeError);

  r = run((bus, seen) => {
    bus.on("file:*", (x, name) => seen.push(`1 ${name}`));
    bus.on("file:open", (x) => seen.push(`2 ${x}`));
    bus.on("*", (x, name) => seen.push(`3 ${name} ${x}`));
    bus.on("file:open", () => seen.push("4"));
  }, "file:open", "file:close", "files", "edit", "file:");
  assert.deepEqual(r.seen, ["1 file:open", "2 9", "3 file:open 9", "4", "1 file:close", "3 file:close 10", "3 files 5", "3 edit 4",
    "1 file:", "3 file: 5"]);
  assert.deepEqual(r.counts, [4, 2, 1, 1, 2]);
  assert.deepEqual(r.bus.names(), ["*", "file:*", "file:open"]);
  r = run((bus, seen) => { const f = () => seen.push("w"); bus.on("x*", f); bus.off("x*", f); bus.once("y*", () => seen.push("y")); }, "xa", "ya", "yb");
  assert.deepEqual(r.seen, ["y"]);
  r = run((bus, seen) => { bus.on("a.c", () => seen.push("no")); bus.on("a.*", () => seen.push("yes")); }, "abc", "a.b");
  assert.deepEqual(r.seen, ["yes"]);

  r = run((bus, seen) => {
    const self = bus.on("a", () => { seen.push("self"); self(); });
    bus.on("a", () => seen.push("next"));
    bus.on("a", () => { seen.push("killer"); victim(); });
    const victim = bus.on("a", () => seen.push("victim"));
    bus.on("a", () => { seen.push("adds"); bus.on("a", () => seen.push("added")); });
  }, "a");
  assert.deepEqual(r.seen, ["self", "next", "killer", "adds"]);
  r = run((bus, seen) => {
    const remove = bus.on("a*", () => { seen.push("w"); remove(); });
    bus.on("a", () => seen.push("n"));
  }, "a", "a");
  assert.deepEqual(r.seen, ["w", "n", "n"]);
}
