const assert = require('node:assert');
const { test } = require('node:test');
const { shorten } = require('./shorten');

test('short texts', () => {
  assert.equal(shorten('hello', 10), 'hello');
});

test('long texts', () => {
  assert.equal(shorten('hello big world', 12), 'hello big...');
});
