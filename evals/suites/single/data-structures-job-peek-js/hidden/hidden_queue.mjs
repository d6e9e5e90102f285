import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { JobQueue } = createRequire(import.meta.url)("./queue.js");
const told = (job) => job && [job.id, job.priority, job.data];

export default function check() {
  const queue = new JobQueue();
  assert.equal(queue.peek(), undefined);
  queue.push("a", 1);
  assert.deepEqual(told(queue.peek()), ["a", 1, null]);
  queue.push("b", 5, { file: "x" });
  queue.push("c", 5);
  queue.push("d", 0);
  assert.deepEqual([told(queue.peek()), told(queue.peek())], [["b", 5, { file: "x" }], ["b", 5, { file: "x" }]]);
  assert.deepEqual([queue.size, queue.has("b")], [4, true]);
  for (const id of ["b", "c", "a", "d"]) assert.deepEqual([queue.peek().id, queue.pop().id], [id, id]);
  assert.deepEqual([queue.peek(), queue.size], [undefined, 0]);
}
