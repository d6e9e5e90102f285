export { parseDish, type Dish } from "./dish.js";
export { parseMenu, type Menu, type Problem } from "./menu.js";
export { cheapest, report } from "./report.js";
export { err, mapResult, ok, type Result } from "./result.js";
