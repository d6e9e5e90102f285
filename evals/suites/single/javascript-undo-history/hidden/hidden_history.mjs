import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { History } = createRequire(import.meta.url)("./history.js");
  let h = new History("a");
  h.push("b"); h.push("c");
  assert.deepEqual([h.undo(), h.undo(), h.undo(), h.redo(), h.redo(), h.redo()], ["b", "a", "a", "b", "c", "c"]);
  h.undo(); h.undo();
  h.push("x");
  assert.equal(h.canRedo, false);
  assert.deepEqual([h.current, h.redo(), h.undo(), h.canUndo, h.redo()], ["x", "x", "a", false, "x"]);
  h.push("y"); h.push("z"); h.undo(); h.push("w");
  assert.deepEqual([h.current, h.redo(), h.undo(), h.undo(), h.undo()], ["w", "w", "y", "x", "a"]);
  h = new History(0, { limit: 3 });
  for (let i = 1; i <= 10; i++) { h.push(i); assert.equal(h.current, i); }
  assert.deepEqual([h.undo(), h.undo(), h.undo(), h.undo(), h.canUndo], [9, 8, 7, 7, false]);
  h.clear();
  assert.deepEqual([h.canUndo, h.canRedo, h.current], [false, false, 7]);
}
