const assert = require('node:assert');
const { shorten } = require('./shorten');

function testShorten() {
  assert.equal(shorten('hello world', 5), 'hello...');
}
