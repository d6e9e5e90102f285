export function escapeHtml(text) {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The list item of a recipe. */
export function renderRecipe(recipe) {
  return `<li data-id="${recipe.id}"><h2>${escapeHtml(recipe.title)}</h2><p>${escapeHtml(recipe.text)}</p></li>`;
}
