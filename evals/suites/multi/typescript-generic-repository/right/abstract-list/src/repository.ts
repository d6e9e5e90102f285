export abstract class Repository<T extends { id: number }> {
  protected readonly store: T[] = [];
  private last = 0;

  add(values: Omit<T, "id">): T {
    this.last += 1;
    const row = { ...values, id: this.last } as T;
    this.store.push(row);
    return { ...row };
  }
  get(id: number): T | undefined {
    const found = this.store.find((r) => r.id === id);
    return found === undefined ? undefined : { ...found };
  }
  update(id: number, changes: Partial<Omit<T, "id">>): T {
    const found = this.store.find((r) => r.id === id);
    if (!found) throw new Error(`no row ${id}`);
    Object.assign(found, changes);
    return { ...found };
  }
  remove(id: number): boolean {
    const at = this.store.findIndex((r) => r.id === id);
    if (at < 0) return false;
    this.store.splice(at, 1);
    return true;
  }
  all(): T[] {
    return this.store.map((r) => ({ ...r }));
  }
  find<K extends keyof T>(key: K, value: T[K]): T[] {
    return this.all().filter((r) => r[key] === value);
  }
}
