const assert = require('node:assert/strict');
const { test } = require('node:test');
const { JobQueue } = require('./queue');

test('the highest priority comes first', () => {
  const queue = new JobQueue();
  queue.push('a', 1);
  queue.push('b', 5, { file: 'x' });
  queue.push('c', 3);
  assert.deepEqual(queue.pop(), { id: 'b', priority: 5, data: { file: 'x' } });
  assert.deepEqual(queue.list().map((job) => job.id), ['c', 'a']);
  assert.equal(queue.size, 2);
});

test('equal ones in the order in which they came', () => {
  const queue = new JobQueue();
  for (const id of ['x', 'y', 'z']) queue.push(id, 2);
  assert.deepEqual([queue.pop().id, queue.pop().id, queue.pop().id, queue.pop()], ['x', 'y', 'z', undefined]);
});

test('an id is there once', () => {
  const queue = new JobQueue();
  queue.push('a', 1);
  assert.throws(() => queue.push('a', 2));
  queue.pop();
  assert.equal(queue.has('a'), false);
  queue.push('a', 2);
});
