import { fetchRecipes } from "./api.js";
import { renderRecipe } from "./view.js";

const list = document.querySelector("#recipes");

const form = document.querySelector("#search");

async function show(q = "") {
  const recipes = await fetchRecipes({ q });
  list.innerHTML = recipes.map((recipe) => renderRecipe(recipe, q)).join("");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(new FormData(form).get("q"));
});
show();
