const { test } = require('node:test');
const { range } = require('./range');

test('range', () => {
  range(2, 5);
  range(3);
});
