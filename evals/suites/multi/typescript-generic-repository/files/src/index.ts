export { Appointments } from "./appointments.js";
export { Patients } from "./patients.js";
export type { Appointment, Patient } from "./types.js";
