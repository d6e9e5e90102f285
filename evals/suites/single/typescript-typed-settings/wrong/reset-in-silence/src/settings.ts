type Listener<V> = (value: V, old: V) => void;

/** Values with defaults; listeners hear what changes. */
export class Settings<T extends object> {
  readonly #defaults: T;
  #values: T;
  readonly #listeners = new Map<keyof T, Set<Listener<any>>>();

  constructor(defaults: T) {
    this.#defaults = { ...defaults };
    this.#values = { ...defaults };
  }

  get<K extends keyof T>(key: K): T[K] {
    return this.#values[key];
  }

  set<K extends keyof T>(key: K, value: T[K]): void {
    const old = this.#values[key];
    if (Object.is(old, value)) return;
    this.#values[key] = value;
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener(value, old);
  }

  reset(key?: keyof T): void {
    const keys = key === undefined ? (Object.keys(this.#defaults) as (keyof T)[]) : [key];
    for (const one of keys) this.#values[one] = this.#defaults[one];
  }

  onChange<K extends keyof T>(key: K, listener: Listener<T[K]>): () => void {
    const entry: Listener<T[K]> = (value, old) => listener(value, old);
    const entries = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, entries.add(entry));
    return () => void entries.delete(entry);
  }

  toJSON(): Partial<T> {
    const changed: Partial<T> = {};
    for (const key of Object.keys(this.#defaults) as (keyof T)[]) {
      if (!Object.is(this.#values[key], this.#defaults[key])) changed[key] = this.#values[key];
    }
    return changed;
  }

  load(values: Partial<T>): void {
    for (const key of Object.keys(values) as (keyof T)[]) {
      if (Object.hasOwn(this.#defaults, key)) this.set(key, values[key] as T[keyof T]);
    }
  }
}
