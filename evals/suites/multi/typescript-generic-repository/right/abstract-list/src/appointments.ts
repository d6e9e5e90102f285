import { Repository } from "./repository.js";
import type { Appointment } from "./types.js";

export class Appointments extends Repository<Appointment> {
  ofPatient(patient: number): Appointment[] {
    return this.find("patient", patient).sort((a, b) => a.start.localeCompare(b.start));
  }
}
