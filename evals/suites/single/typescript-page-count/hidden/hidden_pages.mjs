import assert from "node:assert/strict";
import { label, pageCount, pageWindow } from "./.judge/src/pages.js";

export default function check() {
  const cases = [[11, 5, 3], [10, 5, 2], [9, 5, 2], [1, 5, 1], [5, 5, 1], [6, 5, 2], [0, 5, 0], [7, 1, 7], [100, 30, 4], [3, 100, 1]];
  for (const [items, perPage, wanted] of cases) assert.equal(pageCount(items, perPage), wanted, `${items} items, ${perPage} per page`);
  assert.deepEqual(pageWindow({ total: 10, current: 10 }), [6, 7, 8, 9, 10]);
  assert.equal(label({ total: 0, current: 1 }), "No pages");
  assert.equal(label({ total: 3, current: 2 }), "Page 2 of 3");
}
