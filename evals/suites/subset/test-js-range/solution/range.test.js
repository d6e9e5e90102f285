const assert = require('node:assert/strict');
const { test } = require('node:test');
const { range } = require('./range');

test('two arguments', () => {
  assert.deepEqual(range(2, 5), [2, 3, 4]);
  assert.deepEqual(range(3, 3), []);
});

test('one argument', () => {
  assert.deepEqual(range(3), [0, 1, 2]);
});
