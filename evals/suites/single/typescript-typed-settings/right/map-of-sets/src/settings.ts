export class Settings<T extends object> {
  private values: T;
  private listeners: Map<keyof T, Set<(value: any) => void>> = new Map();

  constructor(defaults: T) {
    this.values = Object.assign({}, defaults);
  }

  get<K extends keyof T>(key: K): T[K] {
    return this.values[key];
  }

  set<K extends keyof T>(key: K, value: T[K]) {
    if (this.values[key] === value) return;
    this.values[key] = value;
    this.listeners.get(key)?.forEach((listener) => listener(value));
  }

  onChange<K extends keyof T>(key: K, listener: (value: T[K]) => void): () => void {
    if (!this.listeners.has(key)) this.listeners.set(key, new Set());
    this.listeners.get(key)!.add(listener);
    return () => this.listeners.get(key)?.delete(listener);
  }
}
