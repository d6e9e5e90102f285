import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { topScores, meanScore, countFrom } = createRequire(import.meta.url)("./scores.js");
  assert.deepEqual(topScores([5, 100, 20], 2), [100, 20]);
  assert.deepEqual(topScores([9, 10, 1000, 200], 3), [1000, 200, 10]);
  assert.deepEqual(topScores([3, 3, 10, 3], 3), [10, 3, 3]);
  assert.deepEqual(topScores([1, 2], 5), [2, 1]);
  assert.deepEqual(topScores([], 3), []);
  assert.equal(meanScore([10, 9, 101]), 40);
  assert.equal(countFrom([1, 5, 10], 5), 2);
}
