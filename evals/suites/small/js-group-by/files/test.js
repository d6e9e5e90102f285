const assert = require('assert');
const { take, unique, chunk } = require('./lists');

assert.deepStrictEqual(take([1, 2, 3], 2), [1, 2]);
assert.deepStrictEqual(unique([1, 1, 2]), [1, 2]);
assert.deepStrictEqual(chunk([1, 2, 3], 2), [[1, 2], [3]]);
assert.throws(() => chunk([1], 0), RangeError);
console.log('ok');
