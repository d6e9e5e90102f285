import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { topScores, medianScore, countFrom } = createRequire(import.meta.url)("./scores.js");
  assert.deepEqual(topScores([5, 100, 20], 2), [100, 20]);
  assert.deepEqual(topScores([1, 2], 5), [2, 1]);
  assert.deepEqual(topScores([3, 3, 10, 3], 3), [10, 3, 3]);
  assert.deepEqual(topScores([-5, -10, 0, -1.5], 4), [0, -1.5, -5, -10]);
  assert.deepEqual(topScores([], 3), []);
  assert.deepEqual(topScores([1, 2], 0), []);
  assert.equal(medianScore([10, 9, 100]), 10);
  assert.equal(medianScore([100, 9, 10, 2]), 9.5);
  assert.equal(medianScore([-1, -10]), -5.5);
  assert.equal(medianScore([7]), 7);
  assert.equal(medianScore([]), null);
  assert.equal(countFrom([1, 5, 10], 5), 2);
  let seed = 2;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 200; i++) {
    const scores = Object.freeze(Array.from({ length: 1 + next(12) }, () => next(3000) - 1000));
    const before = [...scores];
    const ordered = [...scores].sort((a, b) => a - b);
    const n = next(14);
    assert.deepEqual(topScores(scores, n), [...ordered].reverse().slice(0, n));
    const half = ordered.length / 2;
    assert.equal(medianScore(scores), ordered.length % 2 ? ordered[half - 0.5] : (ordered[half - 1] + ordered[half]) / 2);
    assert.deepEqual(scores, before);
  }
}
