const test = require('node:test');
const assert = require('node:assert');
const { range } = require('./range');

test('counts up', () => {
  assert.deepStrictEqual(range(2, 5), [2, 3, 4]);
  assert.deepStrictEqual(range(3), [0, 1, 2]);
  assert.deepStrictEqual(range(0, 10, 4), [0, 4, 8]);
  assert.deepStrictEqual(range(0, 8, 4), [0, 4]);
});

test('counts down', () => {
  assert.deepStrictEqual(range(3, 0, -1), [3, 2, 1]);
});

test('refuses', () => {
  assert.throws(() => range(0, 5, 0), RangeError);
  assert.throws(() => range('a'), TypeError);
  assert.throws(() => range(NaN, 3), TypeError);
});
