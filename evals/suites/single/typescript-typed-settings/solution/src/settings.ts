type Listener<V> = (value: V) => void;

/** Values with defaults; listeners hear what changes. */
export class Settings<T extends object> {
  readonly #values: T;
  readonly #listeners: { [K in keyof T]?: Listener<T[K]>[] } = {};

  constructor(defaults: T) {
    this.#values = { ...defaults };
  }

  get<K extends keyof T>(key: K): T[K] {
    return this.#values[key];
  }

  set<K extends keyof T>(key: K, value: T[K]): void {
    this.#values[key] = value;
    for (const listener of this.#listeners[key] ?? []) listener(value);
  }

  onChange<K extends keyof T>(key: K, listener: Listener<T[K]>): void {
    (this.#listeners[key] ??= []).push(listener);
  }
}
