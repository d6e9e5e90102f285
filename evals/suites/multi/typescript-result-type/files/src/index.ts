export { parseDish, type Dish } from "./dish.js";
export { parseMenu, type Menu } from "./menu.js";
export { cheapest, report } from "./report.js";
