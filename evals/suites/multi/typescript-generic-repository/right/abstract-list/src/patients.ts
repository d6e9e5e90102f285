import { Repository } from "./repository.js";
import type { Patient } from "./types.js";

export class Patients extends Repository<Patient> {
  byName(text: string): Patient[] {
    return this.all().filter((patient) => patient.name.toLowerCase().includes(text.toLowerCase()));
  }
}
