import test from "node:test";
import assert from "node:assert/strict";
import { Bus, Session } from "../src/index.js";

test("listeners hear events in order", () => {
  const bus = new Bus();
  const heard = [];
  bus.on("x", (n) => heard.push(n));
  bus.on("x", (n) => heard.push(n * 10));
  assert.equal(bus.emit("x", 2), 2);
  assert.deepEqual(heard, [2, 20]);
  assert.equal(bus.emit("y"), 0);
});

test("a session writes down what happens", () => {
  const bus = new Bus();
  const session = new Session(bus, "Ann");
  bus.emit("ready");
  bus.emit("message", { from: "Bo", text: "hi" });
  assert.deepEqual(session.lines, ["Welcome, Ann!", "Bo: hi"]);
});
