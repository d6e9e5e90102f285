import { err, mapResult, ok, parseDish, parseMenu, type Dish, type Menu, type Problem, type Result } from "./src/index.js";

const dish: Result<Dish, string> = parseDish("x");
// @ts-expect-error not known to be ok
export const value: Dish = dish.value;
if (dish.ok) {
  const name: string = dish.value.name;
  void name;
} else {
  const message: string = dish.error;
  void message;
}
export const menu: Result<Menu, Problem[]> = parseMenu("x");
export const title: Result<string, Problem[]> = mapResult(menu, (m) => m.title);
// @ts-expect-error a number comes out
export const wrong: Result<string, Problem[]> = mapResult(menu, (m) => m.dishes.length);
export const one: Result<number, string> = ok(1);
export const two: Result<number, string> = err("x");
export const problem: Problem = { line: 1, message: "x" };
