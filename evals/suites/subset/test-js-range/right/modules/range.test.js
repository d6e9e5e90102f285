import assert from 'node:assert';
import test from 'node:test';
import range from './range.js';

test('range', () => {
  assert.deepStrictEqual(range.range(4, 7), [4, 5, 6]);
  assert.deepStrictEqual(range.range(2), [0, 1]);
});
