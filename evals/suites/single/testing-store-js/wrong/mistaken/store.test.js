const assert = require('node:assert/strict');
const { test } = require('node:test');
const { createStore } = require('./store');

function heard(store) {
  const calls = [];
  store.subscribe((now, old) => calls.push([now, old]));
  return calls;
}

test('get gives a frozen object', () => {
  const initial = { a: 1 };
  const store = createStore(initial);
  assert.deepEqual(store.get(), { a: 1 });
  assert.ok(Object.isFrozen(store.get()));
  initial.a = 2;
  assert.equal(store.get().a, 1);
  store.set({ b: 2 });
  assert.ok(Object.isFrozen(store.get()));
  assert.deepEqual(createStore().get(), {});
});

test('set merges and tells', () => {
  const store = createStore({ a: 1, b: 2 });
  const calls = heard(store);
  assert.equal(store.set({ b: 3 }), true);
  assert.equal(store.set((state) => ({ a: state.a + 1 })), true);
  assert.deepEqual(calls, [[{ a: 1, b: 3 }, { a: 1, b: 2 }], [{ a: 2, b: 3 }, { a: 1, b: 3 }]]);
});

test('set without a change', () => {
  const store = createStore({ a: NaN });
  const calls = heard(store);
  const before = store.get();
  assert.equal(store.set({ a: NaN }), false);
  assert.equal(store.set({}), false);
  assert.equal(store.get(), before);
  assert.deepEqual(calls, []);
  store.set({ a: 0 });
  assert.equal(store.set({ a: -0 }), false);
});

test('listeners in order, and taken away', () => {
  const store = createStore({ n: 0 });
  const order = [];
  const stop = store.subscribe(() => order.push('a'));
  store.subscribe(() => order.push('b'));
  store.set({ n: 1 });
  stop();
  stop();
  store.set({ n: 2 });
  assert.deepEqual(order, ['a', 'b', 'b']);
});

test('watch', () => {
  const store = createStore({ a: 1, b: 1 });
  const calls = [];
  const stop = store.watch('a', (now, old) => calls.push([now, old]));
  store.set({ b: 2 });
  store.set({ a: 5 });
  stop();
  store.set({ a: 6 });
  assert.deepEqual(calls, [[5, 1]]);
});

test('batch tells once', () => {
  const store = createStore({ a: 1, b: 1 });
  const calls = heard(store);
  const result = store.batch(() => {
    store.set({ a: 2 });
    store.batch(() => store.set({ b: 2 }));
    store.set({ b: 3 });
    assert.deepEqual(calls, []);
    return 'done';
  });
  assert.equal(result, 'done');
  assert.deepEqual(calls, [[{ a: 2, b: 3 }, { a: 1, b: 1 }]]);
});

test('batch that throws', () => {
  const store = createStore({ a: 1 });
  const calls = heard(store);
  assert.throws(() => store.batch(() => {
    store.set({ a: 2 });
    throw new Error('no');
  }), /no/);
  assert.equal(calls.length, 1);
  store.set({ a: 3 });
  assert.equal(calls.length, 2);
});

test('batch that changes nothing after all', () => {
  const store = createStore({ a: 1 });
  const calls = heard(store);
  store.batch(() => {
    store.set({ a: 2 });
    store.set({ a: 1 });
  });
  assert.deepEqual(calls, []);
});
