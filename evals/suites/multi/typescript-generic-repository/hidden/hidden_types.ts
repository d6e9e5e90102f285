import { Appointments, Patients, Repository, Rooms, type Appointment, type Patient, type Room } from "./src/index.js";

const appointments = new Appointments();
export const found: Appointment[] = appointments.find("minutes", 30);
// @ts-expect-error minutes are numbers
appointments.find("minutes", "30");
// @ts-expect-error not a key
appointments.find("length", 3);
// @ts-expect-error start is missing
appointments.add({ patient: 1, minutes: 5 });
// @ts-expect-error the id is not given
appointments.add({ id: 1, patient: 1, minutes: 5, start: "" });
// @ts-expect-error the id stays
appointments.update(1, { id: 2 });
const patients: Repository<Patient> = new Patients();
export const patient: Patient | undefined = patients.get(1);
// @ts-expect-error may be missing
export const name: string = patients.get(1).name;
export const room: Room = new Rooms().add({ name: "1", beds: 2 });
export const rooms: Room[] = new Rooms().withBeds(1);
interface Note { id: number; text?: string }
class Notes extends Repository<Note> {}  // the base itself may be abstract
export const notes: Note[] = new Notes().find("text", undefined);
// @ts-expect-error rows need an id
export class Wrong extends Repository<{ text: string }> {}
