import assert from "node:assert/strict";
import { totalsBy } from "./.judge/src/totals.js";

export default function check() {
  const items = Object.freeze([["b", 1], ["a", 2], ["b", 3], ["c", 0], ["a", -2]]);
  assert.deepEqual([...totalsBy(items, (i) => i[0], (i) => i[1])], [["b", 4], ["a", 0], ["c", 0]]);
  assert.deepEqual([...totalsBy([], (i) => i, () => 1)], []);
  assert.deepEqual([...totalsBy([1, "1", 1], (i) => i, () => 1)], [[1, 2], ["1", 1]]);
  assert.deepEqual([...totalsBy(["constructor", "__proto__"], (i) => i, (i) => i.length)], [["constructor", 11], ["__proto__", 9]]);
  const key = {};
  assert.equal(totalsBy([key, key, {}], (i) => i, () => 2).get(key), 4);
}
