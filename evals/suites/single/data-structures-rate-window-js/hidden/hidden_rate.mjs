import assert from "node:assert/strict";

export default async function check() {
  const { RateWindow } = await import("./rate-window.js");
  let time = 5000;
  const now = () => time;
  const gate = new RateWindow({ limit: 3, windowMs: 1000, now });
  assert.deepEqual([gate.remaining("a"), gate.retryAfter("a"), gate.size], [3, 0, 0]);
  assert.equal(gate.allow("a"), true);
  time += 100;
  assert.equal(gate.allow("a"), true);
  time += 100;
  assert.deepEqual([gate.remaining("a"), gate.retryAfter("a")], [1, 0]);
  assert.equal(gate.allow("a"), true);
  assert.deepEqual([gate.remaining("a"), gate.retryAfter("a"), gate.allow("a")], [0, 800, false]);
  // other keys are on their own
  assert.deepEqual([gate.allow("b"), gate.remaining("b"), gate.size], [true, 2, 2]);
  // the calls are at 5000, 5100, 5200
  time = 5999;
  assert.deepEqual([gate.allow("a"), gate.retryAfter("a")], [false, 1]);
  time = 6000;
  assert.deepEqual([gate.retryAfter("a"), gate.remaining("a"), gate.allow("a"), gate.allow("a")], [0, 1, true, false]);
  assert.equal(gate.retryAfter("a"), 100);
  time = 6250;
  assert.deepEqual([gate.remaining("a"), gate.allow("a"), gate.allow("a"), gate.allow("a")], [2, true, true, false]);
  // refused calls don't count
  const strict = new RateWindow({ limit: 1, windowMs: 100, now });
  assert.equal(strict.allow("x"), true);
  for (let i = 0; i < 9; i++) {
    time += 10;
    assert.equal(strict.allow("x"), false);
  }
  time += 10;
  assert.equal(strict.allow("x"), true);
  // sweeping
  const swept = new RateWindow({ limit: 2, windowMs: 50, now });
  for (const key of ["p", "q", 7, undefined]) swept.allow(key);
  time += 30;
  swept.allow("q");
  assert.deepEqual([swept.size, swept.sweep(), swept.size], [4, 0, 4]);
  time += 20;
  assert.deepEqual([swept.sweep(), swept.size, swept.remaining("q"), swept.remaining("p")], [3, 1, 1, 2]);
  assert.equal(swept.size, 1, "asking must not add keys");
  time += 30;
  assert.deepEqual([swept.sweep(), swept.sweep(), swept.size, swept.retryAfter("q")], [1, 0, 0, 0]);
  assert.equal(swept.allow("p"), true);
  // keys that objects have by themselves
  const odd = new RateWindow({ limit: 1, windowMs: 10, now });
  assert.deepEqual([odd.allow("constructor"), odd.allow("__proto__"), odd.allow("__proto__")], [true, true, false]);
  assert.deepEqual([odd.allow(1), odd.allow("1"), odd.size], [true, true, 4]);
  // the clock of the machine
  const real = new RateWindow({ limit: 1, windowMs: 60_000 });
  assert.deepEqual([real.allow("k"), real.allow("k")], [true, false]);
  assert.ok(real.retryAfter("k") > 50_000 && real.retryAfter("k") <= 60_000);
  // what is refused
  for (const bad of [0, -1, 1.5, NaN, "3", undefined, Infinity]) {
    assert.throws(() => new RateWindow({ limit: bad, windowMs: 10 }), RangeError, `limit ${bad}`);
    assert.throws(() => new RateWindow({ limit: 1, windowMs: bad }), RangeError, `windowMs ${bad}`);
  }
  // against a list of all calls
  let seed = 9;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 20; round++) {
    const [limit, windowMs] = [1 + next(4), 1 + next(60)];
    const random = new RateWindow({ limit, windowMs, now });
    const calls = [];
    for (let i = 0; i < 300; i++) {
      time += next(12);
      const key = "kl"[next(2)];
      const inside = calls.filter(([k, t]) => k === key && t > time - windowMs);
      assert.equal(random.remaining(key), limit - inside.length);
      assert.equal(random.retryAfter(key), inside.length < limit ? 0 : inside[0][1] + windowMs - time);
      const allowed = random.allow(key);
      assert.equal(allowed, inside.length < limit);
      if (allowed) calls.push([key, time]);
      if (!next(20)) random.sweep();
    }
  }
}
