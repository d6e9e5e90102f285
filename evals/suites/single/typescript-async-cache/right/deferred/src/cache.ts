type Entry<V> = { promise: Promise<V>; arrived: number };

export class AsyncCache<K, V> {
  readonly #load: (key: K) => Promise<V>;
  readonly #ttl: number;
  readonly #max: number;
  readonly #now: () => number;
  readonly #entries = new Map<K, Entry<V>>();

  constructor(load: (key: K) => Promise<V>, { ttl, max = Infinity, now = Date.now }: { ttl: number; max?: number; now?: () => number }) {
    [this.#load, this.#ttl, this.#max, this.#now] = [load, ttl, max, now];
  }

  get size(): number {
    return this.#entries.size;
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  async get(key: K): Promise<V> {
    let entry = this.#entries.get(key);
    if (entry && this.#now() - entry.arrived >= this.#ttl) entry = undefined;
    this.#entries.delete(key);
    if (!entry) {
      const fresh: Entry<V> = { promise: Promise.resolve().then(() => this.#load(key)), arrived: Infinity };
      fresh.promise.then(
        () => { fresh.arrived = this.#now(); },
        () => { if (this.#entries.get(key) === fresh) this.#entries.delete(key); },
      );
      entry = fresh;
    }
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value as K);
    return entry.promise;
  }
}
