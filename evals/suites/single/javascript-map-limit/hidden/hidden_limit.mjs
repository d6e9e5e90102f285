import assert from "node:assert/strict";
import { mapLimit } from "./map-limit.mjs";

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export default async function check() {
  assert.deepEqual(await mapLimit([], 3, async () => 1), []);
  assert.deepEqual(await mapLimit([3, 1, 2], 2, async (n, i) => { await sleep(n * 4); return `${n}:${i}`; }), ["3:0", "1:1", "2:2"]);
  assert.deepEqual(await mapLimit(["a"], 50, async (x) => x.toUpperCase()), ["A"]);
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
    if (n === 0) await gate;
    if (n === 3) open();
    log.push(n);
  });
  await Promise.race([slow, sleep(3000).then(() => { throw new Error("it works in batches"); })]);
  assert.equal(log.at(-1), 0);
}
