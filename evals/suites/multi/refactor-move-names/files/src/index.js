export { Articles } from "./articles.js";
export { description, resolveLinks } from "./links.js";
export { pageName, readingTime } from "./helpers.js";
