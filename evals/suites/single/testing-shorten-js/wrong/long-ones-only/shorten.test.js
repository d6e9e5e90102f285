const assert = require('node:assert/strict');
const { test } = require('node:test');
const { shorten } = require('./shorten');

test('a long text is cut', () => {
  assert.equal(shorten('hello world', 5), 'hello...');
});
