import assert from "node:assert/strict";
import { AsyncCache } from "./.judge/src/cache.js";

function make(options = {}) {
  const state = { time: 0, calls: [], waiting: [] };
  const cache = new AsyncCache((key) => {
    state.calls.push(key);
    return new Promise((resolve, reject) => state.waiting.push({ key, resolve, reject }));
  }, { ttl: 100, now: () => state.time, ...options });
  const turn = () => new Promise(setImmediate);  // load may also be called a little later
  state.answer = async (value) => {
    await turn();
    const job = state.waiting.shift();
    value instanceof Error ? job.reject(value) : job.resolve(value);
    await turn();
  };
  state.cache = cache;
  state.fill = async (key, value = key) => {
    const got = cache.get(key);
    await turn();
    if (state.waiting.length) await state.answer(value);
    return got;
  };
  return state;
}

export default async function check() {
  let s = make();
  const both = [s.cache.get("a"), s.cache.get("a")];
  assert.equal(s.cache.size, 1);
  s.time = 50;
  await s.answer(1);
  assert.deepEqual(await Promise.all(both), [1, 1]);
  assert.deepEqual(s.calls, ["a"]);
  s.time = 149;
  assert.equal(await s.fill("a"), 1);
  s.time = 150;
  assert.equal(await s.fill("a", 2), 2);
  assert.deepEqual(s.calls, ["a", "a"]);
  s = make();
  const failing = [s.cache.get("x"), s.cache.get("x")].map((p) => p.catch((e) => e.message));
  await s.answer(new Error("no"));
  assert.deepEqual(await Promise.all(failing), ["no", "no"]);
  assert.equal(s.cache.size, 0);
  assert.equal(await s.fill("x", 5), 5);
  assert.equal(s.calls.length, 2);
  s = make({ max: 2 });
  await s.fill("a"); await s.fill("b"); await s.fill("a"); await s.fill("c");
  assert.equal(s.cache.size, 2);
  await s.fill("a");
  assert.deepEqual(s.calls, ["a", "b", "c"]);
  await s.fill("b");
  assert.deepEqual(s.calls, ["a", "b", "c", "b"]);
  await s.fill("c");
  assert.deepEqual(s.calls, ["a", "b", "c", "b", "c"]);
  s = make();
  const waiting = s.cache.get("k");
  s.cache.delete("k");
  assert.equal(s.cache.size, 0);
  await s.answer("old");
  assert.equal(await waiting, "old");
  assert.equal(s.cache.size, 0);
  const first = s.cache.get("k");
  s.cache.delete("k");
  const second = s.cache.get("k");
  await s.answer("1");
  await s.answer("2");
  assert.deepEqual([await first, await second, await s.fill("k")], ["1", "2", "2"]);
  // A load that was deleted and then fails must not take the newer entry with it.
  s = make();
  const lost = s.cache.get("k").catch(() => "lost");
  s.cache.delete("k");
  const kept = s.cache.get("k");
  await s.answer(new Error("late"));
  assert.equal(s.cache.size, 1);
  await s.answer("kept");
  assert.deepEqual([await lost, await kept, await s.fill("k")], ["lost", "kept", "kept"]);
  const keys = new AsyncCache(async (key) => key, { ttl: 1000 });
  const object = {};
  assert.equal(await keys.get(object), object);
  assert.equal(await keys.get(undefined), undefined);
  assert.equal(keys.size, 2);
}
