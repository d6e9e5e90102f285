import assert from "node:assert/strict";
import { label, pageWindow } from "./.judge/src/pages.js";

export default function check() {
  const cases = [
    [10, 10, 5, [6, 7, 8, 9, 10]], [10, 1, 5, [1, 2, 3, 4, 5]], [10, 2, 5, [1, 2, 3, 4, 5]], [10, 5, 4, [3, 4, 5, 6]], [0, 1, 5, []],
    [3, 2, 5, [1, 2, 3]], [1, 1, 5, [1]], [10, 9, 4, [7, 8, 9, 10]], [10, 5, 1, [5]], [10, 10, 1, [10]], [10, 6, 2, [5, 6]], [10, 1, 2, [1, 2]],
    [4, 3, 4, [1, 2, 3, 4]], [10, 5, undefined, [3, 4, 5, 6, 7]],
  ];
  for (const [total, current, size, wanted] of cases) {
    assert.deepEqual(pageWindow(size === undefined ? { total, current } : { total, current, size }), wanted, `${current} of ${total}, ${size}`);
  }
  for (let total = 1; total < 12; total++) for (let current = 1; current <= total; current++) for (let size = 1; size < 9; size++) {
    const pages = pageWindow({ total, current, size });
    assert.equal(pages.length, Math.min(size, total));
    assert.ok(pages.includes(current) && pages[0] >= 1 && pages.at(-1) <= total);
    pages.forEach((page, i) => assert.equal(page, pages[0] + i));
  }
  assert.equal(label({ total: 0, current: 1 }), "No pages");
  assert.equal(label({ total: 3, current: 2 }), "Page 2 of 3");
}
