import { parseDish, type Dish } from "./dish.js";
import { err, ok, type Result } from "./result.js";

export interface Menu {
  title: string;
  dishes: Dish[];
}

export interface Problem {
  /** From 1. */
  line: number;
  message: string;
}

/** A menu: the title in the first line, then a dish a line; empty lines don't count. */
export function parseMenu(text: string): Result<Menu, Problem[]> {
  let title: string | undefined;
  const dishes: Dish[] = [];
  const problems: Problem[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (!line) continue;
    if (title === undefined) {
      title = line;
      continue;
    }
    const dish = parseDish(line);
    if (dish.ok) dishes.push(dish.value);
    else problems.push({ line: index + 1, message: dish.error });
  }
  if (title === undefined) return err([{ line: 1, message: "the menu is empty" }]);
  return problems.length ? err(problems) : ok({ title, dishes });
}
