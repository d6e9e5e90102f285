export class AsyncCache<K, V> {
  private values = new Map<K, V>();
  private loading = new Map<K, Promise<V>>();

  constructor(private load: (key: K) => Promise<V>) {}

  async get(key: K): Promise<V> {
    if (this.values.has(key)) return this.values.get(key) as V;
    const running = this.loading.get(key);
    if (running) return running;
    const promise = this.load(key);
    this.loading.set(key, promise);
    try {
      const value = await promise;
      this.values.set(key, value);
      return value;
    } finally {
      this.loading.delete(key);
    }
  }
}
