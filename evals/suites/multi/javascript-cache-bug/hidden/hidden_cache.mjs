import assert from "node:assert/strict";
import { Client } from "./lib/client.js";
import { keyOf, toSearch } from "./lib/query.js";
import { cheapest, recommended } from "./views/list.js";

export default async function check() {
  const calls = [];
  const page = () => [{ name: "b", price: 2, tags: ["x"] }, { name: "c", price: 3 }, { name: "a", price: 1 }];
  let now = 0;
  const client = new Client(async (search) => { calls.push(search); return page(); }, { ttl: 100, now: () => now });
  const fetched = async (query) => { const before = calls.length; await client.products(query); return calls.length - before; };

  // different queries
  for (const [one, other] of [
    [{ colour: "red&page=2" }, { colour: "red", page: 2 }],
    [{ tags: ["a", "b"] }, { tags: ["a,b"] }],
    [{ tags: ["b", "a"] }, { tags: ["a", "b", "c"] }],
    [{ q: "a=b" }, { "q=a": "b" }],
    [{ q: 'x","page":"2' }, { q: "x", page: "2" }],
  ]) {
    client.cache.clear();
    assert.equal(await fetched(one), 1);
    assert.equal(await fetched(other), 1, JSON.stringify([one, other]));
    assert.notEqual(keyOf(one), keyOf(other));
  }
  // the same query
  client.cache.clear();
  assert.equal(await fetched({ colour: "red", page: 2, size: undefined }), 1);
  assert.equal(await fetched({ page: 2, colour: "red" }), 0);
  assert.equal(await fetched({ page: 2, colour: "red", brand: undefined }), 0);
  assert.equal(await fetched(), 1);
  assert.equal(await fetched({ x: undefined }), 0);
  now = 99;
  assert.equal(await fetched({ page: 2, colour: "red" }), 0);
  now = 100;
  assert.equal(await fetched({ page: 2, colour: "red" }), 1);
  assert.equal(toSearch({ a: ["x", "y"], b: undefined, c: 1 }), "a=x&a=y&c=1");

  // at the same time: one request
  client.cache.clear();
  const before = calls.length;
  await Promise.all([client.products({ z: 1 }), client.products({ z: 1 })]);
  assert.equal(calls.length - before, 1);

  // views don't disturb each other
  client.cache.clear();
  assert.deepEqual(await recommended(client, {}), ["b", "c", "a"]);
  assert.deepEqual(await cheapest(client, {}), ["a", "b", "c"]);
  assert.deepEqual(await recommended(client, {}), ["b", "c", "a"]);
  const mine = await client.products({});
  mine.reverse();
  mine.push({ name: "z" });
  assert.deepEqual(await recommended(client, {}), ["b", "c", "a"]);

  // failures
  let fail = true;
  let tries = 0;
  const shaky = new Client(async () => { tries += 1; if (fail) throw new Error("down"); return page(); });
  await assert.rejects(async () => shaky.products({ a: 1 }), /down/);
  await assert.rejects(async () => shaky.products({ a: 1 }), /down/);
  fail = false;
  assert.equal((await shaky.products({ a: 1 })).length, 3);
  assert.equal((await shaky.products({ a: 1 })).length, 3);
  assert.equal(tries, 3);
}
