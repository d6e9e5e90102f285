/** A collection that counts how often each item is in it. */
export class Bag {
  #counts = new Map();

  get size() {
    return this.#counts.size;
  }

  add(item) {
    this.#counts.set(item, this.count(item) + 1);
  }

  count(item) {
    return this.#counts.get(item) ?? 0;
  }
}
