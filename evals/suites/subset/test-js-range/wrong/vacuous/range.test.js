const test = require('node:test');
const { range } = require('./range');

test('works', () => {
  range(3);
});
