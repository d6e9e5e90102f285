export interface Dish {
  name: string;
  /** Cents. */
  price: number;
  tags: string[];
}

/** A dish from "Soup | 4.50 | vegan, hot". */
export function parseDish(line: string): Dish {
  const parts = line.split("|").map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3) throw new Error("expected NAME | PRICE | TAGS");
  const [name, price, tags = ""] = parts as [string, string, string?];
  if (!name) throw new Error("the name is empty");
  if (!/^\d+(\.\d{1,2})?$/.test(price)) throw new Error(`not a price: ${price}`);
  return { name, price: Math.round(Number(price) * 100), tags: tags.split(",").map((t) => t.trim()).filter(Boolean) };
}
