import assert from "node:assert/strict";
import { mapLimit } from "./map-limit.mjs";

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export default async function check() {
  assert.deepEqual(await mapLimit([], 3, () => 1), []);
  assert.deepEqual(await mapLimit([3, 1, 2], 2, async (n, i) => { await sleep(n * 4); return `${n}:${i}`; }), ["3:0", "1:1", "2:2"]);
  assert.deepEqual(await mapLimit(["a"], 50, (x) => x.toUpperCase()), ["A"]);
  for (const limit of [1, 2, 3, 7]) {
    let running = 0, most = 0;
    const out = await mapLimit(Array.from({ length: 12 }, (_, i) => i), limit, async (n) => {
      most = Math.max(most, ++running);
      await sleep(n % 3);
      running--;
      return n * 2;
    });
    assert.deepEqual(out, Array.from({ length: 12 }, (_, i) => i * 2));
    assert.equal(most, limit);
  }
  // No batches: the third call starts while the slow first one is still running.
  const log = [];
  let open;
  const gate = new Promise((done) => { open = done; });
  const slow = mapLimit([0, 1, 2, 3], 2, async (n) => {
    log.push(`start ${n}`);
    if (n === 0) await gate;
    if (n === 3) open();
    log.push(`end ${n}`);
  });
  await Promise.race([slow, sleep(1500).then(() => { throw new Error("it works in batches"); })]);
  assert.equal(log.at(-1), "end 0");
  // Failure.
  const started = [];
  await assert.rejects(mapLimit([0, 1, 2, 3, 4, 5, 6, 7], 2, async (n) => {
    started.push(n);
    await sleep(5);
    if (n === 1) throw new Error("one");
    return n;
  }), /^Error: one$/);
  const count = started.length;
  assert.ok(count <= 4, `started ${started}`);
  await sleep(40);
  assert.equal(started.length, count, "calls were started after the failure");
  await assert.rejects(mapLimit([1], 1, () => { throw new TypeError("sync"); }), TypeError);
  for (const limit of [0, -1, 1.5, NaN, "2"]) await assert.rejects(mapLimit([1], limit, () => 1), RangeError, String(limit));
  const frozen = Object.freeze([1, 2, 3]);
  assert.deepEqual(await mapLimit(frozen, 2, (n) => n), [1, 2, 3]);
}
