export class AsyncCache<K, V> {
  #values = new Map<K, V>();

  constructor(private load: (key: K) => Promise<V>) {}

  async get(key: K): Promise<V> {
    if (!this.#values.has(key)) this.#values.set(key, await this.load(key));
    return this.#values.get(key) as V;
  }
}
