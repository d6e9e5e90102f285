import type { Booking } from "./booking.js";

/** The bookings of one month, such as "2024-05". */
export function ofMonth(bookings: readonly Booking[], month: string): Booking[] {
  return bookings.filter((booking) => booking.day.startsWith(month));
}
