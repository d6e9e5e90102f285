/** Keeps what load() promised for ttl milliseconds. */
export class Cache {
  constructor({ ttl = 60_000, now = Date.now } = {}) {
    this.ttl = ttl;
    this.now = now;
    this.entries = new Map();
  }

  async get(key, load) {
    const entry = this.entries.get(key);
    if (entry && this.now() - entry.at < this.ttl) return entry.promise;
    const promise = load();
    const fresh = { at: this.now(), promise };
    this.entries.set(key, fresh);
    try {
      return await promise;
    } catch (error) {
      if (this.entries.get(key) === fresh) this.entries.delete(key);
      throw error;
    }
  }

  clear() {
    this.entries.clear();
  }
}
