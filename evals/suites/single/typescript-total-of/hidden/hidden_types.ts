import type { Booking } from "./src/booking.js";
import { ofMonth, totalOf } from "./src/month.js";

const bookings: Booking[] = [];
export const food: number = totalOf(bookings, "food");
export const may: Booking[] = ofMonth(bookings, "2024-05");
