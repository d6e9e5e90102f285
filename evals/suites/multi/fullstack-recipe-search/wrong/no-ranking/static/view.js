export function escapeHtml(text) {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Escaped text with <mark> around the words of q. */
function marked(text, q) {
  const words = q.split(/\s+/).filter(Boolean).sort((a, b) => b.length - a.length);
  if (!words.length) return escapeHtml(text);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return text
    .split(new RegExp(`(${pattern})`, "gi"))
    .map((part, index) => (index % 2 ? `<mark>${escapeHtml(part)}</mark>` : escapeHtml(part)))
    .join("");
}

/** The list item of a recipe. */
export function renderRecipe(recipe, q = "") {
  return `<li data-id="${recipe.id}"><h2>${marked(recipe.title, q)}</h2><p>${marked(recipe.text, q)}</p></li>`;
}
