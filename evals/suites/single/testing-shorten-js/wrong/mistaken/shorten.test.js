const assert = require('node:assert/strict');
const { test } = require('node:test');
const { shorten } = require('./shorten');

test('what fits stays', () => {
  assert.equal(shorten('hello', 10), 'hello');
  assert.equal(shorten('hello', 5), 'hello');
});

test('a long text is cut', () => {
  assert.equal(shorten('hello world', 5), 'he...');
});
