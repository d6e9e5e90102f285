export { Appointments } from "./appointments.js";
export { Patients } from "./patients.js";
export { Repository } from "./repository.js";
export { Rooms } from "./rooms.js";
export type { Appointment, Patient, Room } from "./types.js";
