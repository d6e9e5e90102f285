import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { JobQueue } = createRequire(import.meta.url)("./queue.js");
  const filled = (...jobs) => {
    const queue = new JobQueue();
    for (const [id, priority] of jobs) queue.push(id, priority, `data of ${id}`);
    return queue;
  };
  const ids = (queue) => queue.list().map((job) => job.id).join("");
  const drained = (queue) => {
    let all = "";
    for (let job = queue.pop(); job; job = queue.pop()) all += job.id;
    return all;
  };

  assert.equal(new JobQueue().peek(), undefined);
  let queue = filled(["a", 1], ["b", 3], ["c", 2]);
  assert.deepEqual(queue.peek(), { id: "b", priority: 3, data: "data of b" });
  assert.equal(queue.size, 3);

  assert.deepEqual(queue.remove("c"), { id: "c", priority: 2, data: "data of c" });
  assert.equal(queue.remove("c"), undefined);
  assert.equal(queue.remove("never"), undefined);
  assert.deepEqual([queue.has("c"), queue.size, ids(queue)], [false, 2, "ba"]);
  assert.equal(queue.remove("a").id, "a"); // the last one of the array
  assert.equal(queue.remove("b").id, "b");
  assert.deepEqual([queue.size, queue.pop(), queue.peek()], [0, undefined, undefined]);
  queue.push("c", 1);
  assert.equal(queue.pop().id, "c");

  queue = filled(["a", 1], ["b", 2], ["c", 2], ["d", 3]);
  assert.equal(queue.update("a", 2), true);
  assert.equal(ids(queue), "dbca");
  assert.equal(queue.update("b", 2), true);
  assert.equal(ids(queue), "dbca", "the same priority: it keeps its place");
  assert.equal(queue.update("d", 2), true);
  assert.equal(ids(queue), "bcad", "a changed one goes to the end of its equals");
  assert.equal(queue.update("c", 9), true);
  assert.deepEqual([queue.peek().priority, queue.update("zzz", 1), drained(queue)], [9, false, "cbad"]);
  queue = filled(["a", 1]);
  for (const bad of [NaN, Infinity, "5", undefined]) assert.throws(() => queue.update("a", bad), TypeError);
  assert.deepEqual(queue.peek(), { id: "a", priority: 1, data: "data of a" });

  // against an array
  let seed = 3;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 30; round++) {
    queue = new JobQueue();
    let model = [];
    let order = 0;
    const sort = () => model.sort((x, y) => y.priority - x.priority || x.order - y.order);
    for (let step = 0; step < 200; step++) {
      const [id, priority, kind] = [next(40), next(6) - 2, next(10)];
      const at = model.findIndex((job) => job.id === id);
      if (kind < 4) {
        if (at >= 0) continue;
        queue.push(id, priority);
        model.push({ id, priority, order: order++ });
      } else if (kind < 6) {
        assert.equal(queue.remove(id)?.id, model[at]?.id);
        if (at >= 0) model.splice(at, 1);
      } else if (kind < 9) {
        assert.equal(queue.update(id, priority), at >= 0);
        if (at >= 0 && model[at].priority !== priority) Object.assign(model[at], { priority, order: order++ });
      } else {
        assert.equal(queue.pop()?.id, model.shift()?.id);
      }
      sort();
      assert.equal(queue.peek()?.id, model[0]?.id);
      assert.deepEqual(queue.list().map((job) => job.id), model.map((job) => job.id));
      assert.equal(queue.size, model.length);
      assert.equal(queue.has(id), model.some((job) => job.id === id));
    }
    while (model.length) assert.equal(queue.pop().id, model.shift().id);
  }

  // many jobs
  queue = new JobQueue();
  for (let i = 0; i < 100_000; i++) queue.push(i, (i * 7919) % 1000);
  const begin = process.cpuUsage().user;
  for (let i = 0; i < 6000; i++) {
    queue.update((i * 31) % 100_000, i % 1000);
    if (i % 2) queue.remove((i * 17 + 5) % 100_000);
  }
  const seconds = (process.cpuUsage().user - begin) / 1e6;
  assert.ok(seconds < 0.35, `9,000 changes of 100,000 jobs took ${seconds} s`);
}
