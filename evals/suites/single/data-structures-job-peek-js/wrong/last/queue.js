'use strict';

/**
 * Jobs by priority: pop() takes the job with the highest number, and of equal ones the one that came first.
 * A binary heap; #heap[0] is the next job.
 */
class JobQueue {
  #heap = [];
  #ids = new Set();
  #counter = 0;

  get size() {
    return this.#heap.length;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /** Add a job. Throws if there is one with this id. */
  push(id, priority, data = null) {
    if (!Number.isFinite(priority)) throw new TypeError(`not a priority: ${priority}`);
    if (this.has(id)) throw new Error(`there is a job ${id} already`);
    this.#ids.add(id);
    this.#heap.push({ id, priority, data, order: this.#counter++ });
    this.#up(this.#heap.length - 1);
  }

  /** Take out the next job ({ id, priority, data }); undefined if there is none. */
  pop() {
    if (!this.#heap.length) return undefined;
    const [{ id, priority, data }] = this.#heap;
    const last = this.#heap.pop();
    if (this.#heap.length) {
      this.#heap[0] = last;
      this.#down(0);
    }
    this.#ids.delete(id);
    return { id, priority, data };
  }

  peek() {
    return this.#heap[this.#heap.length - 1];
  }

  /** All jobs in the order in which pop() would give them. */
  list() {
    return [...this.#heap].sort(compare).map(({ id, priority, data }) => ({ id, priority, data }));
  }

  #up(index) {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (compare(this.#heap[index], this.#heap[parent]) >= 0) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #down(index) {
    for (;;) {
      let first = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#heap.length && compare(this.#heap[child], this.#heap[first]) < 0) first = child;
      }
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }

  #swap(a, b) {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b], this.#heap[a]];
  }
}

function compare(a, b) {
  return b.priority - a.priority || a.order - b.order;
}

module.exports = { JobQueue };
