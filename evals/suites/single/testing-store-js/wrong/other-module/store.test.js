const assert = require('node:assert/strict');
const { test } = require('node:test');
const { createStore } = require('./stores');

test('get gives the state', () => {
  assert.deepEqual(createStore({ a: 1 }).get(), { a: 1 });
  assert.deepEqual(createStore().get(), {});
});

test('set merges and tells the listeners', () => {
  const store = createStore({ a: 1, b: 2 });
  const calls = [];
  store.subscribe((now, old) => calls.push([now, old]));
  assert.equal(store.set({ b: 3 }), true);
  assert.deepEqual(store.get(), { a: 1, b: 3 });
  assert.deepEqual(calls, [[{ a: 1, b: 3 }, { a: 1, b: 2 }]]);
});

test('set without a change', () => {
  const store = createStore({ a: 1 });
  const calls = [];
  store.subscribe(() => calls.push(1));
  assert.equal(store.set({ a: 1 }), false);
  assert.deepEqual(calls, []);
});

test('a listener can be taken away', () => {
  const store = createStore();
  const calls = [];
  const stop = store.subscribe(() => calls.push(1));
  store.set({ n: 1 });
  stop();
  store.set({ n: 2 });
  assert.deepEqual(calls, [1]);
});
