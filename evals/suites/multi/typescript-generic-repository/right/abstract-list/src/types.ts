export interface Patient {
  id: number;
  name: string;
  born: string;
}

export interface Appointment {
  id: number;
  patient: number;
  start: string;
  minutes: number;
}

export interface Room {
  id: number;
  name: string;
  beds: number;
}
