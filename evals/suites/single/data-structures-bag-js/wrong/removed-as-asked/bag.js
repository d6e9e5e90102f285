/** A collection that counts how often each item is in it. */
export class Bag {
  #counts = new Map();

  constructor(items = []) {
    for (const item of items) this.add(item);
  }

  get size() {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  get distinct() {
    return this.#counts.size;
  }

  add(item, count = 1) {
    check(count);
    if (count) this.#counts.set(item, this.count(item) + count);
    return this;
  }

  remove(item, count = 1) {
    check(count);
    const before = this.count(item);
    const removed = Math.min(before, count);
    if (removed === before) this.#counts.delete(item);
    else this.#counts.set(item, before - removed);
    return count;
  }

  count(item) {
    return this.#counts.get(item) ?? 0;
  }

  mostCommon(n = Infinity) {
    return [...this.#counts].sort((a, b) => b[1] - a[1]).slice(0, n);
  }

  *[Symbol.iterator]() {
    for (const [item, count] of this.#counts) for (let i = 0; i < count; i++) yield item;
  }
}

function check(count) {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a count: ${count}`);
}
