'use strict';

/**
 * Jobs by priority: pop() takes the job with the highest number, and of equal ones the one that came first.
 * A binary heap; #heap[0] is the next job.
 */
class JobQueue {
  #heap = [];
  #ids = new Map(); // id to its place in #heap
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
    this.#ids.set(id, this.#heap.length);
    this.#heap.push({ id, priority, data, order: this.#counter++ });
    this.#up(this.#heap.length - 1);
  }

  /** Take out the next job ({ id, priority, data }); undefined if there is none. */
  pop() {
    return this.#heap.length ? this.remove(this.#heap[0].id) : undefined;
  }

  /** The next job, which stays; undefined if there is none. */
  peek() {
    return this.#heap.length ? plain(this.#heap[0]) : undefined;
  }

  /** Take out a job; undefined if there is no such job. */
  remove(id) {
    const place = this.#ids.get(id);
    if (place === undefined) return undefined;
    const job = this.#heap[place];
    this.#swap(place, this.#heap.length - 1);
    this.#heap.pop();
    this.#ids.delete(id);
    if (place < this.#heap.length) this.#settle(place);
    return plain(job);
  }

  /** Give a job another priority; it goes behind those that have it already. False if there is no such job. */
  update(id, priority) {
    if (!Number.isFinite(priority)) throw new TypeError(`not a priority: ${priority}`);
    const place = this.#ids.get(id);
    if (place === undefined) return false;
    const job = this.#heap[place];
    if (job.priority !== priority) {
      job.priority = priority;
      job.order = this.#counter++;
      this.#settle(place);
    }
    return true;
  }

  #settle(place) {
    this.#up(place);
    this.#down(place);
  }

  /** All jobs in the order in which pop() would give them. */
  list() {
    return [...this.#heap].sort(compare).map(plain);
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
    this.#ids.set(this.#heap[a].id, a);
    this.#ids.set(this.#heap[b].id, b);
  }
}

function compare(a, b) {
  return b.priority - a.priority || a.order - b.order;
}

function plain({ id, priority, data }) {
  return { id, priority, data };
}

module.exports = { JobQueue };
