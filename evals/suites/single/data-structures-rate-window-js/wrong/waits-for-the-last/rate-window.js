/** At most `limit` calls for a key within any `windowMs` milliseconds. */
export class RateWindow {
  #limit;
  #windowMs;
  #now;
  #calls = new Map();

  constructor({ limit, windowMs, now = Date.now }) {
    for (const [name, value] of Object.entries({ limit, windowMs })) {
      if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number above 0`);
    }
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  get size() {
    return this.#calls.size;
  }

  allow(key) {
    const calls = this.#inside(key);
    if (calls.length >= this.#limit) return false;
    this.#calls.set(key, [...calls, this.#now()]);
    return true;
  }

  remaining(key) {
    return this.#limit - this.#inside(key).length;
  }

  retryAfter(key) {
    const calls = this.#inside(key);
    return calls.length < this.#limit ? 0 : calls.at(-1) + this.#windowMs - this.#now();
  }

  sweep() {
    const before = this.size;
    for (const key of [...this.#calls.keys()]) {
      if (!this.#inside(key).length) this.#calls.delete(key);
    }
    return before - this.size;
  }

  /** Times of the calls that still count, the oldest first. */
  #inside(key) {
    const begin = this.#now() - this.#windowMs;
    return (this.#calls.get(key) ?? []).filter((time) => time > begin);
  }
}
