import { parseMenu } from "./menu.js";

const euros = (cents: number) => `${(cents / 100).toFixed(2)} EUR`;

/** What the kitchen sees: the menu or what is wrong with it. */
export function report(text: string): string {
  try {
    const menu = parseMenu(text);
    return [menu.title, ...menu.dishes.map((dish) => `- ${dish.name}, ${euros(dish.price)}`)].join("\n");
  } catch (error) {
    return `Error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The cheapest dish with a tag, or nothing. */
export function cheapest(text: string, tag: string): string | undefined {
  const dishes = parseMenu(text).dishes.filter((dish) => dish.tags.includes(tag));
  return dishes.sort((a, b) => a.price - b.price)[0]?.name;
}
