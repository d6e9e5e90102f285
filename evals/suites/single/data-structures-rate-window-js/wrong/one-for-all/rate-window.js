/** At most `limit` calls for a key within any `windowMs` milliseconds. */
export class RateWindow {
  #limit;
  #windowMs;
  #now;
  #calls = new Map();

  constructor({ limit, windowMs, now = Date.now }) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  allow(key) {
    const now = this.#now();
    const calls = (this.#calls.get("") ?? []).filter((time) => time > now - this.#windowMs);
    const allowed = calls.length < this.#limit;
    if (allowed) calls.push(now);
    this.#calls.set("", calls);
    return allowed;
  }
}
