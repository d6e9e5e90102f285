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
  assert.deepEqual([h.redo(), h.undo(), h.canUndo, h.redo()], ["x", "a", false, "x"]);
  h = new History(0, { limit: 3 });
  for (let i = 1; i <= 10; i++) { h.push(i); assert.equal(h.current, i); }
  assert.deepEqual([h.undo(), h.undo(), h.undo(), h.undo(), h.canUndo], [9, 8, 7, 7, false]);
  assert.deepEqual([h.redo(), h.redo(), h.redo(), h.redo()], [8, 9, 10, 10]);
  h = new History(0, { limit: 1 });
  h.push(1); h.push(2);
  assert.deepEqual([h.undo(), h.undo(), h.redo()], [1, 1, 2]);
  const first = { list: [1], name: "x" };
  h = new History(first);
  first.list.push(9);
  assert.deepEqual(h.current, { list: [1], name: "x" });
  const second = { list: [1, 2], name: "y" };
  h.push(second);
  second.list.length = 0;
  h.current.name = "changed";
  h.current.list.push(3);
  assert.deepEqual(h.current, { list: [1, 2], name: "y" });
  h.undo().list.push(5);
  assert.deepEqual(h.current, { list: [1], name: "x" });
  h.redo().list.push(5);
  assert.deepEqual(h.undo(), { list: [1], name: "x" });
  h.clear();
  assert.deepEqual([h.canUndo, h.canRedo, h.current], [false, false, { list: [1], name: "x" }]);
  let seed = 3;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 50; round++) {
    const limit = 1 + next(5);
    const history = new History(0, { limit });
    let back = [], now = 0, forward = [];
    for (let i = 1; i < 40; i++) {
      const what = next(4);
      if (what < 2) { history.push(i); back = [...back, now].slice(-limit); now = i; forward = []; }
      else if (what === 2) { history.undo(); if (back.length) { forward.push(now); now = back.pop(); } }
      else { history.redo(); if (forward.length) { back.push(now); now = forward.pop(); } }
      assert.deepEqual([history.current, history.canUndo, history.canRedo], [now, back.length > 0, forward.length > 0]);
    }
  }
}
