const assert = require('node:assert/strict');
const { test } = require('node:test');
const { range } = require('./range');

test('one argument', () => {
  assert.deepEqual(range(3), [0, 1, 2]);
});
