import assert from "node:assert/strict";
import { Bus, Session } from "./src/index.js";

export default function check() {
  let bus = new Bus();
  const heard = [];
  const a = (x) => heard.push(`a${x}`);
  const b = (x) => heard.push(`b${x}`);
  bus.on("e", a);
  bus.on("e", b);
  bus.off("e", a);
  bus.off("e", () => {});
  bus.off("nothing", a);
  assert.equal(bus.emit("e", 1), 1);
  assert.deepEqual(heard.splice(0), ["b1"]);
  assert.equal(bus.count("e"), 1);
  bus.off("e", b);
  assert.equal(bus.emit("e", 1), 0);

  bus = new Bus();
  bus.once("e", a);
  bus.on("e", b);
  assert.equal(bus.count("e"), 2);
  assert.equal(bus.emit("e", 1), 2);
  assert.equal(bus.emit("e", 2), 1);
  assert.deepEqual(heard.splice(0), ["a1", "b1", "b2"]);
  bus.once("e", a);
  bus.off("e", a);
  bus.emit("e", 3);
  assert.deepEqual(heard.splice(0), ["b3"]);
  assert.throws(() => bus.on("e", 5), TypeError);

  // removed while an event is under way
  bus = new Bus();
  for (const name of ["p", "q", "r", "s"]) bus.once("e", (x) => heard.push(name + x));
  bus.emit("e", 1);
  assert.deepEqual(heard.splice(0), ["p1", "q1", "r1", "s1"]);
  assert.equal(bus.count("e"), 0);
  const self = () => { heard.push("self"); bus.off("f", self); };
  bus.on("f", self);
  bus.on("f", b);
  bus.emit("f", 1);
  bus.emit("f", 2);
  assert.deepEqual(heard.splice(0), ["self", "b1", "b2"]);
  // a once listener that emits the same event is not called again
  let calls = 0;
  bus.once("g", () => { calls += 1; if (calls < 5) bus.emit("g"); });
  bus.emit("g");
  assert.equal(calls, 1);

  bus = new Bus();
  const session = new Session(bus, "Ann");
  bus.emit("ready");
  bus.emit("lost");
  bus.emit("ready");
  bus.emit("message", { from: "Bo", text: "hi" });
  bus.emit("lost");
  assert.deepEqual(session.lines, ["Welcome, Ann!", "Connection lost", "Bo: hi", "Connection lost"]);
  assert.deepEqual(new Session(bus, "Cy").lines, []);
}
