import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll, TimeoutError } from './poll.js';

let time = 0;
const now = () => time;
const sleep = async (ms) => {
  time += ms;
};

test('resolves when ready', async () => {
  let count = 0;
  assert.equal(await poll(() => ++count === 3, { sleep, now }), true);
});

test('rejects after the timeout', async () => {
  await assert.rejects(poll(() => false, { sleep, now, timeout: 500 }), TimeoutError);
});

test('rejects with the error', async () => {
  await assert.rejects(poll(() => { throw new Error('bad'); }, { sleep, now }), /bad/);
});
