const assert = require('node:assert/strict');
const { test } = require('node:test');

function createStore(initial = {}) {
  let state = initial;
  return { get: () => state, set: (patch) => (state = { ...state, ...patch }) };
}

test('get and set', () => {
  const store = createStore({ a: 1 });
  store.set({ b: 2 });
  assert.deepEqual(store.get(), { a: 1, b: 2 });
});
