const assert = require('node:assert');
const { test } = require('node:test');
const { createStore } = require('./store');

test('get and set', () => {
  const store = createStore({ a: 1 });
  store.set({ b: 2 });
  assert.deepEqual(store.get(), { a: 1, b: 2 });
  assert.equal(store.set({ b: 2 }), false);
});
