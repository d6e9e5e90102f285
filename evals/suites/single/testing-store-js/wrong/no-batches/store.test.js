const assert = require('node:assert/strict');
const { test } = require('node:test');
const { createStore } = require('./store');

test('get and set', () => {
  const store = createStore({ a: 1 });
  store.set({ b: 2 });
  assert.deepEqual(store.get(), { a: 1, b: 2 });
});

test('subscribe', () => {
  const store = createStore({ a: 1 });
  let count = 0;
  const stop = store.subscribe(() => count++);
  store.set({ a: 2 });
  stop();
  store.set({ a: 3 });
  assert.equal(count, 1);
});

test('watch', () => {
  const store = createStore({ a: 1 });
  let seen;
  store.watch('a', (value) => (seen = value));
  store.set({ a: 2 });
  assert.equal(seen, 2);
});
