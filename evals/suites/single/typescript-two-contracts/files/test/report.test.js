import test from "node:test";
import assert from "node:assert/strict";
import { Report } from "../dist/report.js";

test("it can be printed", () => {
  const report = new Report("May", ["one", "two"]);
  assert.equal(report.title, "May");
  assert.equal(typeof report.content(), "string");
  assert.equal(report.content(), "one\ntwo");
});

test("it can be archived", () => {
  const report = new Report("May", ["one", "two"]);
  assert.ok(report.content() instanceof Uint8Array);
  assert.deepEqual([...report.content()], [...new TextEncoder().encode("one\ntwo")]);
});
