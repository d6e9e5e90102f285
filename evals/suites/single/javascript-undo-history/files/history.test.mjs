import assert from "node:assert/strict";
import { createRequire } from "node:module";
const { History } = createRequire(import.meta.url)("./history.js");

const history = new History("a");
history.push("b");
history.push("c");
assert.equal(history.current, "c");
assert.equal(history.undo(), "b");
assert.equal(history.undo(), "a");
assert.equal(history.undo(), "a");
assert.equal(history.redo(), "b");
history.clear();
assert.equal(history.canUndo, false);
assert.equal(history.current, "b");
console.log("ok");
