import { stripTags } from "./helpers.js";
import { pageName } from "./names.js";

/** Replaces [[Title]] by a link to the page. */
export function resolveLinks(text) {
  return text.replace(/\[\[([^\]]+)\]\]/g, (_, title) => `<a href="/${pageName(title)}">${title}</a>`);
}

/** Description for search engines. */
export function description(html) {
  const text = stripTags(html);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
