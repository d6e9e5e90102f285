export type Category = "food" | "rent" | "fun";

export interface Booking {
  readonly day: string;
  readonly category: Category;
  readonly cents: number;
}
