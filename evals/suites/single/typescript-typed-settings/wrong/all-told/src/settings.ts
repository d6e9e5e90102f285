export class Settings<T extends object> {
  #values: T;
  #listeners: ((value: any) => void)[] = [];

  constructor(defaults: T) {
    this.#values = { ...defaults };
  }

  get<K extends keyof T>(key: K): T[K] {
    return this.#values[key];
  }

  set<K extends keyof T>(key: K, value: T[K]): void {
    this.#values[key] = value;
    for (const listener of this.#listeners) listener(value);
  }

  onChange<K extends keyof T>(key: K, listener: (value: T[K]) => void): void {
    this.#listeners.push(listener);
  }
}
