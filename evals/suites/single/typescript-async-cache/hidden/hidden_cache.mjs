import assert from "node:assert/strict";
import { AsyncCache } from "./.judge/src/cache.js";

export default async function check() {
  let calls = [];
  let fails = false;
  const cache = new AsyncCache(async (key) => {
    calls.push(key);
    await new Promise(setImmediate);
    if (fails) throw new Error(`no ${key}`);
    return `${key} ${calls.length}`;
  });
  assert.deepEqual(await Promise.all([cache.get("a"), cache.get("a"), cache.get("a")]), ["a 1", "a 1", "a 1"]);
  assert.equal(await cache.get("a"), "a 1");
  assert.equal(await cache.get("b"), "b 2");
  assert.deepEqual(calls, ["a", "b"]);
  calls = [];
  fails = true;
  const failed = await Promise.allSettled([cache.get("c"), cache.get("c")]);
  assert.deepEqual(failed.map((one) => one.reason?.message), ["no c", "no c"]);
  assert.deepEqual(calls, ["c"]);
  fails = false;
  assert.equal(await cache.get("c"), "c 2");
  assert.equal(await cache.get("c"), "c 2");
  assert.equal(await cache.get("a"), "a 1");
  assert.deepEqual(calls, ["c", "c"]);
  let empty = 0;
  const falsy = new AsyncCache(async () => { empty++; return 0; });
  assert.deepEqual([await falsy.get(1), await falsy.get(1), empty], [0, 0, 1]);
}
