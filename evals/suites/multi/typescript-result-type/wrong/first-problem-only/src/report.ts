import { parseMenu } from "./menu.js";

const euros = (cents: number) => `${(cents / 100).toFixed(2)} EUR`;

/** What the kitchen sees: the menu or what is wrong with it. */
export function report(text: string): string {
  const menu = parseMenu(text);
  if (!menu.ok) return menu.error.map(({ line, message }) => `Error in line ${line}: ${message}`).join("\n");
  return [menu.value.title, ...menu.value.dishes.map((dish) => `- ${dish.name}, ${euros(dish.price)}`)].join("\n");
}

/** The cheapest dish with a tag, or nothing. */
export function cheapest(text: string, tag: string): string | undefined {
  const menu = parseMenu(text);
  if (!menu.ok) return undefined;
  const dishes = menu.value.dishes.filter((dish) => dish.tags.includes(tag));
  return dishes.sort((a, b) => a.price - b.price)[0]?.name;
}
