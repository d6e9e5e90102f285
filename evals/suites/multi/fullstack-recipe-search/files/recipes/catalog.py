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

    def get(self, number):
        """The recipe with this number, or None."""
        return next((recipe for recipe in self.recipes if recipe["id"] == number), None)
