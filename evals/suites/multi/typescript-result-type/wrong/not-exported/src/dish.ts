import { err, ok, type Result } from "./result.js";

export interface Dish {
  name: string;
  /** Cents. */
  price: number;
  tags: string[];
}

/** A dish from "Soup | 4.50 | vegan, hot". */
export function parseDish(line: string): Result<Dish, string> {
  const parts = line.split("|").map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3) return err("expected NAME | PRICE | TAGS");
  const [name, price, tags = ""] = parts as [string, string, string?];
  if (!name) return err("the name is empty");
  if (!/^\d+(\.\d{1,2})?$/.test(price)) return err(`not a price: ${price}`);
  return ok({ name, price: Math.round(Number(price) * 100), tags: tags.split(",").map((t) => t.trim()).filter(Boolean) });
}
