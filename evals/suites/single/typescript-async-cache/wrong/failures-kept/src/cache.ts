interface Entry<V> {
  promise: Promise<V>;
  /** When the value arrived; undefined while it is loading. */
  since?: number;
}

export interface CacheOptions {
  ttl: number;
  max?: number;
  now?: () => number;
}

/** Keeps what `load` gave for some time. */
export class AsyncCache<K, V> {
  readonly #entries = new Map<K, Entry<V>>();
  readonly #load: (key: K) => Promise<V>;
  readonly #options: Required<CacheOptions>;

  constructor(load: (key: K) => Promise<V>, options: CacheOptions) {
    this.#load = load;
    this.#options = { max: Infinity, now: Date.now, ...options };
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): Promise<V> {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      const { now, ttl } = this.#options;
      if (known.since === undefined || now() - known.since < ttl) {
        this.#entries.set(key, known);
        return known.promise;
      }
    }
    const entry: Entry<V> = { promise: this.#load(key) };
    this.#entries.set(key, entry);
    entry.promise.then(
      () => {
        entry.since = this.#options.now();
      },
      () => {
        
      },
    );
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.max) break;
      this.#entries.delete(oldest);
    }
    return entry.promise;
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }
}
