import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll, TimeoutError } from './poll.js';

/** A clock that only moves when somebody sleeps. */
function fake() {
  const clock = { time: 1000, slept: [] };
  clock.now = () => clock.time;
  clock.sleep = async (ms) => {
    clock.slept.push(ms);
    clock.time += ms;
    if (clock.slept.length > 500) throw new Error('never ends');
  };
  return clock;
}

/** A check that plays a list: errors are thrown, the rest is returned; the last one for ever. */
function script(...steps) {
  const check = async (attempt) => {
    check.attempts.push(attempt);
    const step = steps[Math.min(check.attempts.length, steps.length) - 1];
    if (step instanceof Error) throw step;
    return step;
  };
  check.attempts = [];
  return check;
}

test('ready at once: no wait', async () => {
  const { now, sleep, slept } = fake();
  const check = script({ id: 7 });
  assert.deepEqual(await poll(check, { now, sleep }), { id: 7 });
  assert.deepEqual([check.attempts, slept], [[1], []]);
});

test('the same wait between calls', async () => {
  const { now, sleep, slept } = fake();
  const check = script(null, 0, '', 'yes');
  assert.equal(await poll(check, { now, sleep }), 'yes');
  assert.deepEqual([check.attempts, slept], [[1, 2, 3, 4], [100, 100, 100]]);
});

test('a check that is not async', async () => {
  const { now, sleep } = fake();
  assert.equal(await poll((attempt) => attempt === 3 && 'three', { now, sleep }), 'three');
});

test('waits grow up to the longest', async () => {
  const { now, sleep, slept } = fake();
  await poll(script(0, 0, 0, 0, 0, 1), { now, sleep, interval: 10, factor: 3, maxInterval: 200 });
  assert.deepEqual(slept, [10, 30, 90, 270, 200]);
});

test('the first wait is not longer than the longest', async () => {
  const { now, sleep, slept } = fake();
  await poll(script(0, 1), { now, sleep, interval: 500, maxInterval: 50 });
  assert.deepEqual(slept, [50]);
});

test('timeout', async () => {
  const { now, sleep, slept } = fake();
  const check = script(false);
  await assert.rejects(poll(check, { now, sleep, interval: 40, timeout: 100 }), (error) => {
    assert.ok(error instanceof TimeoutError);
    assert.equal(error.name, 'TimeoutError');
    assert.match(error.message, /4/);
    return true;
  });
  assert.deepEqual([slept, check.attempts], [[40, 40, 20], [1, 2, 3, 4]]);
});

test('the call at the timeout counts', async () => {
  const { now, sleep } = fake();
  assert.equal(await poll(script(0, 0, 0, 'late'), { now, sleep, interval: 40, timeout: 100 }), 'late');
});

test('errors go through', async () => {
  const { now, sleep, slept } = fake();
  await assert.rejects(poll(script(new RangeError('bad')), { now, sleep }), RangeError);
  assert.deepEqual(slept, []);
});

test('some failures in a row are tolerated', async () => {
  const { now, sleep } = fake();
  const bad = new Error('bad');
  assert.equal(await poll(script(bad, bad, 'ok'), { now, sleep, tolerate: 2 }), 'ok');
  assert.equal(await poll(script(bad, bad, 0, bad, bad, 'ok'), { now, sleep, tolerate: 2 }), 'ok');
  await assert.rejects(poll(script(bad, bad, bad, 'ok'), { now, sleep, tolerate: 2 }), /bad/);
});

test('onAttempt', async () => {
  const { now, sleep } = fake();
  const told = [];
  await poll(script(0, new Error('bad'), 'x'), { now, sleep, tolerate: 1, onAttempt: (...args) => told.push(args) });
  assert.deepEqual(told, [[1, false], [3, true]]);
});
