/** All recipes. */
export async function fetchRecipes(base = "") {
  const answer = await fetch(`${base}/api/recipes`);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}
