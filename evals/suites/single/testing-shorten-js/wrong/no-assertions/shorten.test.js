const { test } = require('node:test');
const { shorten } = require('./shorten');

for (const [text, max] of [['hello world', 10], ['abc', 5], ['one, two three', 8]]) {
  test(`shorten ${text}`, () => {
    shorten(text, max);
  });
}
