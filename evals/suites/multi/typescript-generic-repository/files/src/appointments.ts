import type { Appointment } from "./types.js";

export class Appointments {
  private rows = new Map<number, Appointment>();
  private next = 1;

  add(values: Omit<Appointment, "id">): Appointment {
    const row = { ...values, id: this.next++ };
    this.rows.set(row.id, row);
    return { ...row };
  }

  get(id: number): Appointment | undefined {
    const row = this.rows.get(id);
    return row && { ...row };
  }

  update(id: number, changes: Partial<Omit<Appointment, "id">>): Appointment {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no row ${id}`);
    Object.assign(row, changes);
    return { ...row };
  }

  remove(id: number): boolean {
    return this.rows.delete(id);
  }

  all(): Appointment[] {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  ofPatient(patient: number): Appointment[] {
    return this.all()
      .filter((appointment) => appointment.patient === patient)
      .sort((a, b) => a.start.localeCompare(b.start));
  }
}
