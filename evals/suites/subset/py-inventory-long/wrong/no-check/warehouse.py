"""A warehouse: articles, stock, movements and reports. Everything is kept in memory."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field


class StockError(Exception):
    """There is not enough of something."""


class UnknownArticle(KeyError):
    """Nobody has registered this article."""


@dataclass(frozen=True)
class Article:
    """Something that is kept in the warehouse."""

    sku: str
    name: str
    price: float = 0.0
    minimum: int = 0
    tags: tuple = ()

    def __post_init__(self):
        if not self.sku or self.sku != self.sku.strip():
            raise ValueError(f"not a stock keeping unit: {self.sku!r}")
        if self.price < 0 or self.minimum < 0:
            raise ValueError(f"{self.sku}: price and minimum can't be negative")


@dataclass(frozen=True)
class Movement:
    """One change of the stock; negative quantities left the warehouse."""

    number: int
    sku: str
    quantity: int
    reason: str = ""


@dataclass
class Location:
    """A shelf with room for so many pieces."""

    name: str
    capacity: int
    content: Counter = field(default_factory=Counter)

    def free(self):
        """Pieces that still fit."""
        return self.capacity - sum(self.content.values())

    def put(self, sku, quantity):
        """Put pieces on the shelf and return how many fitted."""
        fitting = max(0, min(quantity, self.free()))
        if fitting:
            self.content[sku] += fitting
        return fitting

    def take(self, sku, quantity):
        """Take pieces from the shelf and return how many there were."""
        taken = min(quantity, self.content[sku])
        self.content[sku] -= taken
        if not self.content[sku]:
            del self.content[sku]
        return taken


class Warehouse:
    """Articles on shelves."""

    def __init__(self, locations=()):
        self.articles = {}
        self.locations = {}
        self.movements = []
        self.reserved = {}
        for name, capacity in locations:
            self.add_location(name, capacity)

    def add_location(self, name, capacity):
        """Add a shelf."""
        if name in self.locations:
            raise ValueError(f"there is a shelf {name} already")
        if capacity < 1:
            raise ValueError("a shelf has room for at least one piece")
        self.locations[name] = Location(name, capacity)

    def register(self, article):
        """Make an article known; registering it again replaces its data."""
        self.articles[article.sku] = article

    def article(self, sku):
        """The article with this number."""
        try:
            return self.articles[sku]
        except KeyError:
            raise UnknownArticle(sku) from None

    def stock(self, sku):
        """Pieces on all shelves."""
        self.article(sku)
        return sum(location.content[sku] for location in self.locations.values())

    def capacity(self):
        """Pieces that still fit on all shelves."""
        return sum(location.free() for location in self.locations.values())

    def add(self, sku, quantity, reason="delivery"):
        """Put pieces on the shelves, the first ones first; StockError (and no change) if they don't fit."""
        self.article(sku)
        if quantity < 1:
            raise ValueError("at least one piece is needed")
        if quantity > self.capacity():
            raise StockError(f"no room for {quantity} x {sku}")
        left = quantity
        for location in self.locations.values():
            left -= location.put(sku, left)
        self._note(sku, quantity, reason)

    def remove(self, sku, quantity, reason="sale"):
        """Take pieces from the shelves, the last ones first; StockError (and no change) if there are not enough."""
        if quantity < 1:
            raise ValueError("at least one piece is needed")
        if quantity > self.available(sku):
            raise StockError(f"only {self.available(sku)} x {sku} available")
        left = quantity
        for location in reversed(self.locations.values()):
            left -= location.take(sku, left)
        self._note(sku, -quantity, reason)

    def reserve(self, sku, quantity, order):
        """Set pieces aside for an order."""
        if quantity < 1:
            raise ValueError("at least one piece is needed")
        self.reserved.setdefault(order, Counter())[sku] += quantity

    def release(self, order):
        """Give an order's pieces back; returns how many there were."""
        return sum(self.reserved.pop(order, Counter()).values())

    def available(self, sku):
        """Stock without reserved pieces."""
        return self.stock(sku) - sum(pieces[sku] for pieces in self.reserved.values())

    def move(self, sku, quantity, source, target):
        """Carry pieces from one shelf to another; StockError (and no change) if that can't be done."""
        if self.locations[source].content[sku] < quantity:
            raise StockError(f"only {self.locations[source].content[sku]} x {sku} on {source}")
        if self.locations[target].free() < quantity:
            raise StockError(f"no room on {target}")
        self.locations[source].take(sku, quantity)
        self.locations[target].put(sku, quantity)

    def count(self, sku, quantity):
        """Set the stock to what was counted, and return the difference."""
        difference = quantity - self.stock(sku)
        if difference > 0:
            self.add(sku, difference, "count")
        elif difference < 0:
            self.remove(sku, -difference, "count")
        return difference

    def where(self, sku):
        """Shelves with the article, and how many pieces are there."""
        self.article(sku)
        return {name: shelf.content[sku] for name, shelf in self.locations.items() if shelf.content[sku]}

    def value(self):
        """What all pieces are worth, rounded to cents."""
        return round(sum(self.stock(sku) * article.price for sku, article in self.articles.items()), 2)

    def to_order(self):
        """Article numbers with less stock than their minimum, with the missing pieces."""
        missing = {sku: article.minimum - self.stock(sku) for sku, article in self.articles.items()}
        return {sku: pieces for sku, pieces in sorted(missing.items()) if pieces > 0}

    def tagged(self, tag):
        """Articles with a tag, by name."""
        return sorted((a for a in self.articles.values() if tag in a.tags), key=lambda a: a.name)

    def search(self, text):
        """Articles whose number or name has the text, whatever the case."""
        text = text.lower()
        return [a for a in self.articles.values() if text in a.sku.lower() or text in a.name.lower()]

    def history(self, sku):
        """Movements of an article, oldest first."""
        return [movement for movement in self.movements if movement.sku == sku]

    def turnover(self):
        """Pieces sold of each article that was sold."""
        sold = defaultdict(int)
        for movement in self.movements:
            if movement.quantity < 0 and movement.reason == "sale":
                sold[movement.sku] -= movement.quantity
        return dict(sold)

    def best_sellers(self, limit=3):
        """Article numbers that sold most, the best first; equal ones by number."""
        turnover = self.turnover()
        return sorted(turnover, key=lambda sku: (-turnover[sku], sku))[:limit]

    def _note(self, sku, quantity, reason):
        self.movements.append(Movement(len(self.movements) + 1, sku, quantity, reason))


def stock_report(warehouse):
    """A table as text: number, name, pieces, worth."""
    rows = [
        (sku, article.name, str(warehouse.stock(sku)), f"{warehouse.stock(sku) * article.price:.2f}")
        for sku, article in sorted(warehouse.articles.items())
    ]
    rows.insert(0, ("sku", "name", "pieces", "worth"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def export_csv(warehouse):
    """All articles with their stock as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sku", "name", "price", "minimum", "stock"])
    for sku, article in sorted(warehouse.articles.items()):
        writer.writerow([sku, article.name, article.price, article.minimum, warehouse.stock(sku)])
    return out.getvalue()


def import_csv(warehouse, text):
    """Register the articles of a CSV and count their stock; returns the number of articles."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        warehouse.register(Article(row["sku"], row["name"], float(row["price"] or 0), int(row["minimum"] or 0)))
        if int(row["stock"] or 0):
            warehouse.count(row["sku"], int(row["stock"]))
    return len(rows)


def dump(warehouse):
    """The whole warehouse as JSON."""
    return json.dumps(
        {
            "articles": [asdict(article) for article in warehouse.articles.values()],
            "locations": [
                {"name": shelf.name, "capacity": shelf.capacity, "content": dict(shelf.content)}
                for shelf in warehouse.locations.values()
            ],
            "movements": [asdict(movement) for movement in warehouse.movements],
        },
        indent=1,
    )


def load(text):
    """The warehouse of a JSON text that ``dump`` wrote."""
    data = json.loads(text)
    warehouse = Warehouse()
    for article in data["articles"]:
        warehouse.register(Article(**{**article, "tags": tuple(article["tags"])}))
    for shelf in data["locations"]:
        warehouse.add_location(shelf["name"], shelf["capacity"])
        warehouse.locations[shelf["name"]].content.update(shelf["content"])
    warehouse.movements = [Movement(**movement) for movement in data["movements"]]
    return warehouse
