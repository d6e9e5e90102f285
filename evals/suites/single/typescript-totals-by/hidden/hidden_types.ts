import type { Booking, Category } from "./src/booking.js";
import { totalsBy } from "./src/totals.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare const bookings: readonly Booking[];
const byCategory = totalsBy(bookings, (b) => b.category, (b) => b.cents);
export const exact: Same<typeof byCategory, Map<Category, number>> = true;
export const byNumber: Map<number, number> = totalsBy([1, 2], (n) => n % 2, (n) => n);
// @ts-expect-error amounts are numbers
totalsBy(bookings, (b) => b.category, (b) => b.day);
// @ts-expect-error there is no such property
totalsBy(bookings, (b) => b.kind, (b) => b.cents);
