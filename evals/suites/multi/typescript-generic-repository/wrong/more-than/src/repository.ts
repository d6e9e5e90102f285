/** Rows with an id; what comes out are copies. */
export class Repository<T extends { id: number }> {
  private rows = new Map<number, T>();
  private next = 1;

  add(values: Omit<T, "id">): T {
    const row = { ...values, id: this.next++ } as T;
    this.rows.set(row.id, row);
    return { ...row };
  }

  get(id: number): T | undefined {
    const row = this.rows.get(id);
    return row && { ...row };
  }

  update(id: number, changes: Partial<Omit<T, "id">>): T {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no row ${id}`);
    Object.assign(row, changes);
    return { ...row };
  }

  remove(id: number): boolean {
    return this.rows.delete(id);
  }

  all(): T[] {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  find<K extends keyof T>(key: K, value: T[K]): T[] {
    return this.all().filter((row) => row[key] === value);
  }
}
