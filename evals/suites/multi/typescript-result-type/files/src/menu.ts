import { parseDish, type Dish } from "./dish.js";

export interface Menu {
  title: string;
  dishes: Dish[];
}

/** A menu: the title in the first line, then a dish a line; empty lines don't count. */
export function parseMenu(text: string): Menu {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const [title, ...rest] = lines;
  if (title === undefined) throw new Error("the menu is empty");
  return { title, dishes: rest.map((line) => parseDish(line)) };
}
