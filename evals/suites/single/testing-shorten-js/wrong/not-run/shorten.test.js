const assert = require('node:assert/strict');
const { shorten } = require('./shorten');

module.exports = function tests() {
  assert.equal(shorten('hello world', 10), 'hello...');
};
