/** Recipes that fit the filters { q, tags, maxMinutes }. */
export async function fetchRecipes({ q, tags = [], maxMinutes } = {}, base = "") {
  const params = new URLSearchParams();
  if (q) params.append("q", q);
  for (const tag of tags) params.append("tag", tag);
  if (maxMinutes !== undefined && maxMinutes !== null && maxMinutes !== "") params.append("max_minutes", maxMinutes);
  const search = params.toString();
  const answer = await fetch(`${base}/api/recipes${search ? `?${search}` : ""}`);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}
