export { Articles } from "./articles.js";
export { description, resolveLinks } from "./links.js";
export { readingTime } from "./helpers.js";
export { pageName } from "./names.js";
