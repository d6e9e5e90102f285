/** Keeps what `load` gave. */
export class AsyncCache<K, V> {
  readonly #entries = new Map<K, Promise<V>>();
  readonly #load: (key: K) => Promise<V>;

  constructor(load: (key: K) => Promise<V>) {
    this.#load = load;
  }

  get(key: K): Promise<V> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = this.#load(key);
      this.#entries.set(key, entry);
      entry.catch(() => this.#entries.delete(key));
    }
    return entry;
  }
}
