import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll, TimeoutError } from './poll.js';

const sleep = async () => {};

test('ready', () => {
  poll(() => 'x', { sleep }).then((value) => assert.ok(value));
});

test('timeout', () => {
  assert.ok(TimeoutError);
});

test('later', () => {
  let count = 0;
  poll(() => ++count > 2, { sleep }).then((value) => assert.ok(value));
});
