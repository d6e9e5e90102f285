"""All recipes, from data.json."""

import json
from pathlib import Path


class Catalog:
    def __init__(self, recipes=None):
        if recipes is None:
            recipes = json.loads(Path(__file__).with_name("data.json").read_text(encoding="utf-8"))
        self.recipes = recipes

    def all(self):
        return list(self.recipes)

    def search(self, q="", tags=(), max_minutes=None):
        """Recipes with all words of q, all tags, and no more minutes; those with all words in the title first."""
        words = q.lower().split()

        def fits(recipe):
            text = f"{recipe['title']}\n{recipe['text']}".lower()
            quick = max_minutes is None or recipe["minutes"] <= max_minutes
            return quick and all(tag in recipe["tags"] for tag in tags) and all(word in text for word in words)

        found = [recipe for recipe in self.recipes if fits(recipe)]
        return sorted(found, key=lambda recipe: not all(word in recipe["title"].lower() for word in words))

    def get(self, number):
        """The recipe with this number, or None."""
        return next((recipe for recipe in self.recipes if recipe["id"] == number), None)
