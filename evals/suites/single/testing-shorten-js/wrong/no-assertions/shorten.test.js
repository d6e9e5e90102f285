const { test } = require('node:test');
const { shorten } = require('./shorten');

test('works', () => {
  shorten('hello', 10);
  shorten('hello world', 5);
});
