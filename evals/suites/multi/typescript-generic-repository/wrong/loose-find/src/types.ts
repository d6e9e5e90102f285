export interface Patient {
  id: number;
  name: string;
  born: string;
}

export interface Room {
  id: number;
  name: string;
  beds: number;
}

export interface Appointment {
  id: number;
  patient: number;
  start: string;
  minutes: number;
}
