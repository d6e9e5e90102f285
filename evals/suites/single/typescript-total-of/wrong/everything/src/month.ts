import type { Booking, Category } from "./booking.js";

/** The bookings of one month, such as "2024-05". */
export function ofMonth(bookings: readonly Booking[], month: string): Booking[] {
  return bookings.filter((booking) => booking.day.startsWith(month));
}

/** What was spent in one category, in cents. */
export function totalOf(bookings: readonly Booking[], category: Category): number {
  return bookings.reduce((sum, booking) => sum + booking.cents, 0);
}
