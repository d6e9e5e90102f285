const assert = require('assert');
const { describe, it } = require('node:test');
const range = require('./range.js').range;

describe('range', () => {
  it('counts from the start to the end', () => assert.deepStrictEqual(range(4, 7), [4, 5, 6]));
  it('counts from 0', () => assert.deepStrictEqual(range(2), [0, 1]));
});
