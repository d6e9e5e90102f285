import type { Patient } from "./types.js";

export class Patients {
  private rows = new Map<number, Patient>();
  private next = 1;

  add(values: Omit<Patient, "id">): Patient {
    const row = { ...values, id: this.next++ };
    this.rows.set(row.id, row);
    return { ...row };
  }

  get(id: number): Patient | undefined {
    const row = this.rows.get(id);
    return row && { ...row };
  }

  update(id: number, changes: Partial<Omit<Patient, "id">>): Patient {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no row ${id}`);
    Object.assign(row, changes);
    return { ...row };
  }

  remove(id: number): boolean {
    return this.rows.delete(id);
  }

  all(): Patient[] {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  byName(text: string): Patient[] {
    return this.all().filter((patient) => patient.name.toLowerCase().includes(text.toLowerCase()));
  }
}
