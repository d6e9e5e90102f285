const assert = require('assert');
const { describe, it } = require('node:test');
const { shorten } = require('./shorten.js');

describe('shorten', () => {
  it('keeps a short text', () => assert.strictEqual(shorten('abc', 5), 'abc'));
  it('cuts a long text', () => assert.strictEqual(shorten('abcdef', 4), 'abcd...'));
});
