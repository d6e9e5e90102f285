import { fetchRecipes } from "./api.js";
import { renderRecipe } from "./view.js";

const list = document.querySelector("#recipes");

async function show() {
  const recipes = await fetchRecipes();
  list.innerHTML = recipes.map((recipe) => renderRecipe(recipe)).join("");
}

show();
