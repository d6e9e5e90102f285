const assert = require('node:assert/strict');
const { test } = require('node:test');
const { shorten } = require('./shorten');

test('what fits stays', () => {
  assert.equal(shorten('hello world', 11), 'hello world');
  assert.equal(shorten('', 5), '');
  assert.equal(shorten('a, b.', 50), 'a, b.');
});

test('cut at the last blank that fits', () => {
  assert.equal(shorten('hello world', 10), 'hello...');
  assert.equal(shorten('one two three four', 14), 'one two...');
  assert.equal(shorten('one two three four', 16), 'one two three...');
  assert.equal(shorten('one two three four', 10), 'one two...');
});

test('a long first word is cut anywhere', () => {
  assert.equal(shorten('abcdefghijkl', 8), 'abcde...');
  assert.equal(shorten('abcdefghijkl mno', 8).length, 8);
});

test('no blanks, commas and stops before the end', () => {
  assert.equal(shorten('one, two and three', 8), 'one...');
  assert.equal(shorten('one. two and three', 8), 'one...');
  assert.equal(shorten('one.,, two and three', 10), 'one...');
  assert.equal(shorten('a, b. c, and much more', 15), 'a, b. c, and...');
});

test('another end', () => {
  assert.equal(shorten('hello world', 8, '>'), 'hello>');
  assert.equal(shorten('abcdefgh', 4, ''), 'abcd');
});

test('too short', () => {
  for (const max of [0, 2, 3]) assert.throws(() => shorten('hello world', max), RangeError);
  assert.throws(() => shorten('hi', 3), RangeError);
  assert.equal(shorten('hello world', 4), 'h...');
});
