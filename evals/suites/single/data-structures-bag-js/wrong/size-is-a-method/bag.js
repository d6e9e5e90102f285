/** A collection that counts how often each item is in it. */
export class Bag {
  #counts = new Map();

  size() {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  add(item) {
    this.#counts.set(item, this.count(item) + 1);
  }

  count(item) {
    return this.#counts.get(item) ?? 0;
  }
}
