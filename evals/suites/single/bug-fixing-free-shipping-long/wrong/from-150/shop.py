"""The online shop of a small outdoor store: articles, carts, shipping, orders, returns and reports.

All money is in cents, all weights are in grams. Dates are datetime.date.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

# --- Settings ---------------------------------------------------------------------------------------------------------

HOME = "DE"
FREE_SHIPPING_OVER = 15000
GIFT_WRAP = 350
RETURN_DAYS = 30
LOW_STOCK = 3
POINTS_PER_EURO = 1
POINTS_FOR_VOUCHER = 250
VOUCHER_CENTS = 500

VAT = {
    "AT": 20,
    "BE": 21,
    "BG": 20,
    "CY": 19,
    "CZ": 21,
    "DE": 19,
    "DK": 25,
    "EE": 22,
    "ES": 21,
    "FI": 25,
    "FR": 20,
    "GR": 24,
    "HR": 25,
    "HU": 27,
    "IE": 23,
    "IT": 22,
    "LT": 21,
    "LU": 17,
    "LV": 21,
    "MT": 18,
    "NL": 21,
    "PL": 23,
    "PT": 23,
    "RO": 19,
    "SE": 25,
    "SI": 22,
    "SK": 20,
}
"""Normal rate of the value added tax in percent, by country."""

REDUCED_VAT = {
    "AT": 10,
    "BE": 6,
    "BG": 9,
    "CY": 5,
    "CZ": 12,
    "DE": 7,
    "DK": 25,
    "EE": 9,
    "ES": 4,
    "FI": 14,
    "FR": 5,
    "GR": 6,
    "HR": 5,
    "HU": 5,
    "IE": 9,
    "IT": 4,
    "LT": 9,
    "LU": 3,
    "LV": 12,
    "MT": 5,
    "NL": 9,
    "PL": 5,
    "PT": 6,
    "RO": 5,
    "SE": 6,
    "SI": 5,
    "SK": 10,
}
"""Rate for books and maps."""

ZONES = {
    "DE": 1,
    "AT": 2,
    "BE": 2,
    "CZ": 2,
    "DK": 2,
    "FR": 2,
    "LU": 2,
    "NL": 2,
    "PL": 2,
    "BG": 3,
    "CH": 3,
    "CY": 3,
    "EE": 3,
    "ES": 3,
    "FI": 3,
    "GR": 3,
    "HR": 3,
    "HU": 3,
    "IE": 3,
    "IT": 3,
    "LI": 3,
    "LT": 3,
    "LV": 3,
    "MT": 3,
    "PT": 3,
    "RO": 3,
    "SE": 3,
    "SI": 3,
    "SK": 3,
    "AU": 4,
    "CA": 4,
    "GB": 4,
    "IS": 4,
    "JP": 4,
    "KR": 4,
    "NO": 4,
    "NZ": 4,
    "US": 4,
}
"""Shipping zone of each country that we send to."""

BASE_PRICE = {1: 490, 2: 990, 3: 1490, 4: 2290}
"""Shipping of a parcel up to 2 kg, by zone."""

PER_KILO = {1: 60, 2: 150, 3: 240, 4: 480}
"""For each kilogram more, begun ones included."""

BULKY_FEE = {1: 1500, 2: 2900, 3: 3900}
"""For things that need a pallet; they aren't sent to zone 4."""

ISLAND_CODES = (
    "18565",
    "25845",
    "25846",
    "25847",
    "25849",
    "25859",
    "25863",
    "25869",
    "25929",
    "25938",
    "25946",
    "25980",
    "25996",
    "26465",
    "26474",
    "26486",
    "26548",
    "26571",
    "26579",
    "26757",
    "27498",
)
"""Postal codes of German islands, where everything takes longer."""

SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL")

CATEGORIES = {
    "tents": "Tents and tarps",
    "bags": "Sleeping bags",
    "packs": "Backpacks",
    "stoves": "Stoves and pots",
    "lamps": "Lamps",
    "shoes": "Boots and shoes",
    "jackets": "Jackets",
    "shirts": "Shirts",
    "water": "Bottles and filters",
    "boats": "Boats and paddles",
    "climbing": "Climbing",
    "maps": "Maps and books",
    "tools": "Knives and tools",
    "care": "Care and repair",
}
"""Category and the title of its page."""


class ShopError(Exception):
    """Something that can't be done, with a text for the customer."""


# --- Money and texts --------------------------------------------------------------------------------------------------


def euros(cents):
    """123456 as "1,234.56 EUR"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02d} EUR"


def parse_euros(text):
    """"1,234.56 EUR", "12", "12.5" and "12,50" as cents."""
    text = text.replace("EUR", "").replace("€", "").strip()
    match = re.fullmatch(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:[.,](\d{1,2}))?", text)
    if not match:
        raise ShopError(f"{text!r} is not an amount of money")
    sign, whole, rest = match.groups()
    cents = int(whole.replace(",", "")) * 100 + int((rest or "0").ljust(2, "0"))
    return -cents if sign else cents


def percent_of(cents, percent):
    """So many percent of an amount, rounded to whole cents, half a cent upwards."""
    return (cents * percent * 2 + 100) // 200


def plural(count, one, many=None):
    """"1 tent", "2 tents"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def weight_text(grams):
    """"850 g", "1.2 kg"."""
    if grams < 1000:
        return f"{grams} g"
    return f"{grams / 1000:.1f}".removesuffix(".0") + " kg"


def slug(title):
    """A title as a part of an address: "Tent for 2 (green)" is "tent-for-2-green"."""
    text = title.lower()
    for old, new in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(old, new)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def wrap(text, width=72):
    """Break a text into lines; words that are too long stay whole."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return lines + [line] if line else lines


# --- Articles ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Article:
    """Something that we sell."""

    code: str
    title: str
    category: str
    cents: int
    grams: int
    bulky: bool = False
    book: bool = False
    sizes: tuple = ()


def check_code(code):
    """Codes look like TN-0042; returns the code in capital letters."""
    code = code.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}-\d{4}", code):
        raise ShopError(f"{code!r} is not an article code")
    return code


class Catalogue:
    """All articles, by code."""

    def __init__(self, articles=()):
        self._articles = {}
        for article in articles:
            self.add(article)

    def __len__(self):
        return len(self._articles)

    def __iter__(self):
        return iter(sorted(self._articles.values(), key=lambda article: article.code))

    def add(self, article):
        """Add an article; its code must be new and its category known."""
        code = check_code(article.code)
        if code in self._articles:
            raise ShopError(f"{code} is there already")
        if article.category not in CATEGORIES:
            raise ShopError(f"there is no category {article.category}")
        if article.cents <= 0 or article.grams <= 0:
            raise ShopError(f"{code} needs a price and a weight")
        self._articles[code] = article

    def get(self, code):
        """The article with a code."""
        try:
            return self._articles[check_code(code)]
        except KeyError:
            raise ShopError(f"there is no article {code}") from None

    def in_category(self, category):
        """Articles of a category, the cheapest first."""
        found = [article for article in self if article.category == category]
        return sorted(found, key=lambda article: (article.cents, article.title))

    def search(self, text):
        """Articles whose title has all the words, those that begin with the text first."""
        words = text.lower().split()
        found = [article for article in self if all(word in article.title.lower() for word in words)]
        return sorted(found, key=lambda article: (not article.title.lower().startswith(text.lower()), article.title))

    def cheaper_than(self, cents):
        """Everything up to a price."""
        return [article for article in self if article.cents <= cents]

    def price_range(self, category):
        """The lowest and the highest price of a category, None if it's empty."""
        prices = [article.cents for article in self.in_category(category)]
        return (min(prices), max(prices)) if prices else None


def read_catalogue(text):
    """A Catalogue from CSV with the columns code, title, category, price, grams, flags and sizes."""
    catalogue = Catalogue()
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter=";"), 2):
        try:
            flags = row["flags"].split()
            sizes = tuple(row["sizes"].split())
            wrong = [size for size in sizes if size not in SIZES]
            if wrong:
                raise ShopError(f"there is no size {wrong[0]}")
            catalogue.add(
                Article(
                    check_code(row["code"]),
                    row["title"].strip(),
                    row["category"],
                    parse_euros(row["price"]),
                    int(row["grams"]),
                    bulky="bulky" in flags,
                    book="book" in flags,
                    sizes=sizes,
                )
            )
        except (ShopError, ValueError, KeyError) as error:
            raise ShopError(f"line {number}: {error}") from error
    return catalogue


def sample_catalogue():
    """The articles of the shop's first season."""
    rows = (
        ("TN-0001", "Tent Hollow for 2", "tents", 18900, 2600),
        ("TN-0002", "Tent Hollow for 3", "tents", 24900, 3400),
        ("TN-0003", "Tarp Canopy 3 x 3 m", "tents", 6900, 780),
        ("TN-0004", "Family tent Barn", "tents", 54900, 14500, True),
        ("TN-0005", "Set of 12 pegs", "tents", 1290, 240),
        ("SB-0001", "Sleeping bag Dormouse", "bags", 12900, 1100),
        ("SB-0002", "Sleeping bag Dormouse winter", "bags", 21900, 1650),
        ("SB-0003", "Liner of cotton", "bags", 2490, 310),
        ("SB-0004", "Mat Plank", "bags", 3990, 420),
        ("SB-0005", "Inflatable mat Raft", "bags", 8900, 560),
        ("BP-0001", "Backpack Mule 45", "packs", 13900, 1700),
        ("BP-0002", "Backpack Mule 65", "packs", 16900, 2050),
        ("BP-0003", "Day pack Finch 18", "packs", 5490, 540),
        ("BP-0004", "Rain cover", "packs", 1790, 110),
        ("ST-0001", "Gas stove Ember", "stoves", 4490, 95),
        ("ST-0002", "Spirit stove Kettle", "stoves", 5990, 640),
        ("ST-0003", "Set of pots", "stoves", 3490, 470),
        ("ST-0004", "Cup of steel", "stoves", 990, 85),
        ("ST-0005", "Long spoon", "stoves", 690, 18),
        ("LA-0001", "Head lamp Owl", "lamps", 3290, 84),
        ("LA-0002", "Head lamp Owl plus", "lamps", 5990, 92),
        ("LA-0003", "Lantern Moth", "lamps", 2790, 210),
        ("SH-0001", "Boots Ridge", "shoes", 15900, 1300),
        ("SH-0002", "Boots Ridge low", "shoes", 12900, 980),
        ("SH-0003", "Sandals Creek", "shoes", 5990, 520),
        ("JA-0001", "Rain jacket Drizzle", "jackets", 9900, 380, False, False, ("S", "M", "L", "XL")),
        ("JA-0002", "Rain jacket Squall", "jackets", 18900, 460, False, False, ("XS", "S", "M", "L", "XL")),
        ("JA-0003", "Down jacket Eider", "jackets", 17900, 390, False, False, ("S", "M", "L")),
        ("JA-0004", "Vest Wren", "jackets", 6990, 220, False, False, ("S", "M", "L", "XL")),
        ("SI-0001", "Shirt Merino short", "shirts", 5490, 160, False, False, ("S", "M", "L", "XL")),
        ("SI-0002", "Shirt Merino long", "shirts", 6490, 200, False, False, ("S", "M", "L", "XL")),
        ("SI-0003", "Shirt Linen", "shirts", 4490, 190, False, False, ("M", "L", "XL")),
        ("WA-0001", "Bottle 0.75 l", "water", 1590, 140),
        ("WA-0002", "Bottle 1 l of steel", "water", 2890, 330),
        ("WA-0003", "Water filter Reed", "water", 3990, 70),
        ("WA-0004", "Water bag 6 l", "water", 1990, 120),
        ("BO-0001", "Canoe Otter", "boats", 89900, 28000, True),
        ("BO-0002", "Packraft Duck", "boats", 54900, 3100),
        ("BO-0003", "Paddle of ash", "boats", 8900, 980),
        ("BO-0004", "Life vest", "boats", 6990, 640, False, False, ("S", "M", "L")),
        ("CL-0001", "Rope 60 m", "climbing", 13900, 3700),
        ("CL-0002", "Harness Gecko", "climbing", 6990, 410, False, False, ("S", "M", "L")),
        ("CL-0003", "Helmet", "climbing", 5490, 290),
        ("CL-0004", "Carabiner", "climbing", 990, 45),
        ("MP-0001", "Map of the northern lakes", "maps", 1290, 90, False, True),
        ("MP-0002", "Map of the border trail", "maps", 1290, 90, False, True),
        ("MP-0003", "Book of knots", "maps", 1690, 310, False, True),
        ("MP-0004", "A hundred huts", "maps", 2490, 620, False, True),
        ("TL-0001", "Folding knife Jay", "tools", 3990, 75),
        ("TL-0002", "Axe Beaver", "tools", 7990, 900),
        ("TL-0003", "Saw", "tools", 3490, 260),
        ("CA-0001", "Wax for boots", "care", 890, 120),
        ("CA-0002", "Repair set for mats", "care", 790, 30),
        ("CA-0003", "Seam sealer", "care", 990, 45),
    )
    return Catalogue(Article(*row) for row in rows)


# --- Stock ------------------------------------------------------------------------------------------------------------


class Stock:
    """How many pieces there are of each article and size."""

    def __init__(self):
        self._pieces = Counter()
        self._reserved = Counter()

    def receive(self, code, pieces, size=""):
        """Pieces have come in."""
        if pieces < 1:
            raise ShopError("a delivery has at least one piece")
        self._pieces[code, size] += pieces

    def available(self, code, size=""):
        """Pieces that nobody has ordered yet."""
        return self._pieces[code, size] - self._reserved[code, size]

    def reserve(self, code, pieces, size=""):
        """Keep pieces for an order."""
        left = self.available(code, size)
        if pieces > left:
            raise ShopError(f"only {plural(left, 'piece')} of {code} left")
        self._reserved[code, size] += pieces

    def cancel(self, code, pieces, size=""):
        """Give reserved pieces back."""
        self._reserved[code, size] = max(0, self._reserved[code, size] - pieces)

    def ship(self, code, pieces, size=""):
        """Reserved pieces leave the house."""
        if self._reserved[code, size] < pieces:
            raise ShopError(f"{code} was not reserved")
        self._reserved[code, size] -= pieces
        self._pieces[code, size] -= pieces

    def low(self):
        """Codes and sizes of which few are left, with the number."""
        return sorted((code, size, self.available(code, size)) for code, size in self._pieces if self.available(code, size) <= LOW_STOCK)

    def count(self, counted):
        """Take over the numbers of an inventory; returns the differences that aren't 0."""
        differences = {}
        for key, pieces in counted.items():
            if pieces != self._pieces[key]:
                differences[key] = pieces - self._pieces[key]
                self._pieces[key] = pieces
        return differences


# --- Carts ------------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """Pieces of an article in a cart or an order."""

    article: Article
    pieces: int
    size: str = ""

    @property
    def cents(self):
        """The price of all pieces."""
        return self.article.cents * self.pieces

    @property
    def grams(self):
        """The weight of all pieces."""
        return self.article.grams * self.pieces

    def text(self):
        """One line for lists."""
        size = f" ({self.size})" if self.size else ""
        return f"{self.pieces} x {self.article.title}{size}: {euros(self.cents)}"


@dataclass
class Cart:
    """What a customer is about to order."""

    lines: list = field(default_factory=list)
    country: str = HOME
    postal_code: str = ""
    voucher: str = ""
    gift: bool = False

    def add(self, article, pieces=1, size=""):
        """Add pieces; the same article in the same size gets one line."""
        if pieces < 1:
            raise ShopError("at least one piece")
        if article.sizes and size not in article.sizes:
            raise ShopError(f"{article.title} comes in {', '.join(article.sizes)}")
        for line in self.lines:
            if line.article == article and line.size == size:
                line.pieces += pieces
                return line
        line = Line(article, pieces, size)
        self.lines.append(line)
        return line

    def change(self, code, pieces, size=""):
        """Set the number of pieces; 0 takes the line out."""
        for line in self.lines:
            if line.article.code == code and line.size == size:
                if pieces > 0:
                    line.pieces = pieces
                else:
                    self.lines.remove(line)
                return
        raise ShopError(f"{code} is not in the cart")

    def subtotal(self):
        """The price of everything in the cart, without shipping and vouchers."""
        return sum(line.cents for line in self.lines)

    def grams(self):
        """The weight of everything in the cart."""
        return sum(line.grams for line in self.lines)

    def is_bulky(self):
        """Whether anything in it needs a pallet."""
        return any(line.article.bulky for line in self.lines)

    def is_empty(self):
        """Whether there is nothing in it."""
        return not self.lines


def merge_carts(old, new):
    """The cart of somebody who logs in: what was there before and what is new."""
    merged = Cart(country=new.country, postal_code=new.postal_code, voucher=new.voucher or old.voucher, gift=new.gift)
    for line in old.lines + new.lines:
        merged.add(line.article, line.pieces, line.size)
    return merged


def suggestions(cart, orders, most=3):
    """Articles that were ordered together with those in the cart, the most frequent first."""
    have = {line.article.code for line in cart.lines}
    together = Counter()
    for order in orders:
        codes = {line.article.code for line in order.lines}
        if codes & have:
            together.update(codes - have)
    return [code for code, _ in sorted(together.items(), key=lambda item: (-item[1], item[0]))[:most]]


# --- Shipping ---------------------------------------------------------------------------------------------------------


def zone_of(country):
    """The shipping zone of a country."""
    try:
        return ZONES[country.upper()]
    except KeyError:
        raise ShopError(f"we don't send anything to {country}") from None


def kilos_above(grams, free=2000):
    """How many kilograms above what the base price pays for, begun ones included."""
    return max(0, -(-(grams - free) // 1000))


def shipping_cost(cart):
    """What the shipping of a cart costs: by zone and weight, more for bulky things, nothing for large orders."""
    if cart.is_empty():
        return 0
    zone = zone_of(cart.country)
    if cart.is_bulky():
        if zone not in BULKY_FEE:
            raise ShopError(f"bulky things can't be sent to {cart.country}")
        return BULKY_FEE[zone] + PER_KILO[zone] * kilos_above(cart.grams())
    if cart.subtotal() > FREE_SHIPPING_OVER:
        return 0
    return BASE_PRICE[zone] + PER_KILO[zone] * kilos_above(cart.grams())


def is_island(postal_code):
    """Whether a German postal code is that of an island."""
    return postal_code.strip() in ISLAND_CODES


def check_postal_code(country, postal_code):
    """The postal code without blanks around it, if it looks right for its country."""
    code = postal_code.strip().upper()
    patterns = {
        "DE": r"\d{5}",
        "AT": r"[1-9]\d{3}",
        "CH": r"[1-9]\d{3}",
        "NL": r"[1-9]\d{3} ?[A-Z]{2}",
        "FR": r"\d{5}",
        "PL": r"\d{2}-\d{3}",
        "DK": r"\d{4}",
        "SE": r"\d{3} ?\d{2}",
    }
    if country in patterns and not re.fullmatch(patterns[country], code):
        raise ShopError(f"{postal_code!r} is not a postal code of {country}")
    return code


def working_days_after(day, count, holidays=()):
    """The day that is so many working days after another; Saturdays, Sundays and holidays don't count."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def delivery_day(cart, ordered, holidays=()):
    """When a parcel should arrive."""
    days = {1: 2, 2: 4, 3: 6, 4: 10}[zone_of(cart.country)]
    if cart.is_bulky():
        days += 3
    if cart.country == HOME and is_island(cart.postal_code):
        days += 2
    return working_days_after(ordered, days, holidays)


def parcels(cart, most=20000):
    """Spread the pieces over parcels of at most 20 kg: a list of lists of articles, heavy pieces first."""
    pieces = [line.article for line in cart.lines for _ in range(line.pieces)]
    found = []
    for article in sorted(pieces, key=lambda article: -article.grams):
        for parcel in found:
            if sum(other.grams for other in parcel) + article.grams <= most:
                parcel.append(article)
                break
        else:
            found.append([article])
    return found


def label(name, street, postal_code, town, country):
    """The lines of an address; the country only abroad."""
    lines = [name.strip(), street.strip(), f"{check_postal_code(country, postal_code)} {town.strip()}"]
    if country != HOME:
        lines.append(country)
    return lines


# --- Vouchers and taxes -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voucher:
    """Percent or cents off, for a time and from an amount on."""

    code: str
    percent: int = 0
    cents: int = 0
    least: int = 0
    last_day: date = date.max
    category: str = ""


def voucher_discount(cart, vouchers, today):
    """What the voucher of a cart takes off."""
    if not cart.voucher:
        return 0
    voucher = vouchers.get(cart.voucher.upper())
    if voucher is None:
        raise ShopError(f"there is no voucher {cart.voucher}")
    if today > voucher.last_day:
        raise ShopError(f"{voucher.code} was valid until {voucher.last_day}")
    lines = [line for line in cart.lines if not voucher.category or line.article.category == voucher.category]
    amount = sum(line.cents for line in lines)
    if amount < voucher.least:
        raise ShopError(f"{voucher.code} is valid from {euros(voucher.least)} on")
    return min(amount, voucher.cents + percent_of(amount, voucher.percent))


def vat_rate(article, country):
    """The percent of tax in the price of an article."""
    rates = REDUCED_VAT if article.book else VAT
    return rates.get(country, 0)


def vat_in(cents, percent):
    """The tax that is in a price."""
    return cents - (cents * 100 * 2 + 100 + percent) // ((100 + percent) * 2)


def vat_of(cart):
    """The tax in the prices of a cart, by rate."""
    amounts = defaultdict(int)
    for line in cart.lines:
        amounts[vat_rate(line.article, cart.country)] += line.cents
    return {rate: vat_in(cents, rate) for rate, cents in sorted(amounts.items()) if rate}


# --- Orders -----------------------------------------------------------------------------------------------------------

STATES = ("new", "paid", "shipped", "delivered", "returned", "canceled")

NEXT_STATES = {
    "new": ("paid", "canceled"),
    "paid": ("shipped", "canceled"),
    "shipped": ("delivered",),
    "delivered": ("returned",),
    "returned": (),
    "canceled": (),
}


@dataclass
class Order:
    """What a customer has ordered."""

    number: int
    customer: str
    day: date
    lines: list
    country: str
    subtotal: int
    discount: int
    shipping: int
    gift_wrap: int
    state: str = "new"
    history: list = field(default_factory=list)

    @property
    def total(self):
        """What is to be paid."""
        return self.subtotal - self.discount + self.shipping + self.gift_wrap

    def move(self, state, day):
        """Go on to another state."""
        if state not in STATES:
            raise ShopError(f"there is no state {state}")
        if state not in NEXT_STATES[self.state]:
            raise ShopError(f"order {self.number} is {self.state}, it can't be {state}")
        self.history.append((day, self.state, state))
        self.state = state


class OrderBook:
    """All orders, with the stock they are made from."""

    def __init__(self, stock, vouchers=()):
        self.stock = stock
        self.vouchers = {voucher.code.upper(): voucher for voucher in vouchers}
        self.orders = {}
        self._last = 1000

    def place(self, cart, customer, day):
        """Make an order of a cart; all of its pieces are reserved, or none."""
        if cart.is_empty():
            raise ShopError("the cart is empty")
        discount = voucher_discount(cart, self.vouchers, day)
        shipping = shipping_cost(cart)
        done = []
        try:
            for line in cart.lines:
                self.stock.reserve(line.article.code, line.pieces, line.size)
                done.append(line)
        except ShopError:
            for line in done:
                self.stock.cancel(line.article.code, line.pieces, line.size)
            raise
        self._last += 1
        order = Order(
            number=self._last,
            customer=customer,
            day=day,
            lines=[Line(line.article, line.pieces, line.size) for line in cart.lines],
            country=cart.country,
            subtotal=cart.subtotal(),
            discount=discount,
            shipping=shipping,
            gift_wrap=GIFT_WRAP if cart.gift else 0,
        )
        self.orders[order.number] = order
        return order

    def get(self, number):
        """The order with a number."""
        if number not in self.orders:
            raise ShopError(f"there is no order {number}")
        return self.orders[number]

    def pay(self, number, cents, day):
        """Money has come in; it has to be the whole amount."""
        order = self.get(number)
        if cents != order.total:
            raise ShopError(f"order {number} costs {euros(order.total)}, not {euros(cents)}")
        order.move("paid", day)

    def cancel(self, number, day):
        """The customer has changed their mind."""
        order = self.get(number)
        order.move("canceled", day)
        for line in order.lines:
            self.stock.cancel(line.article.code, line.pieces, line.size)

    def ship(self, number, day):
        """The parcel is on its way."""
        order = self.get(number)
        order.move("shipped", day)
        for line in order.lines:
            self.stock.ship(line.article.code, line.pieces, line.size)

    def in_state(self, state):
        """Orders in a state, the oldest first."""
        return sorted((o for o in self.orders.values() if o.state == state), key=lambda order: (order.day, order.number))

    def of_customer(self, customer):
        """Orders of one customer, the newest first."""
        return sorted((o for o in self.orders.values() if o.customer == customer), key=lambda order: -order.number)

    def unpaid(self, today, days=14):
        """New orders that should have been paid by now."""
        return [order for order in self.in_state("new") if (today - order.day).days > days]


# --- Returns and points -----------------------------------------------------------------------------------------------


def last_return_day(order):
    """Until when an order can be sent back: 30 days after it was delivered; None if it wasn't."""
    for day, _, state in order.history:
        if state == "delivered":
            return day + timedelta(days=RETURN_DAYS)
    return None


def refund(order, returned, today):
    """What a customer gets back for some of the pieces; `returned` maps codes to numbers of pieces.

    The discount is shared out by price. Shipping is paid back only if everything comes back.
    """
    last = last_return_day(order)
    if last is None:
        raise ShopError(f"order {order.number} hasn't been delivered")
    if today > last:
        raise ShopError(f"order {order.number} could be returned until {last}")
    ordered = Counter()
    prices = {}
    for line in order.lines:
        ordered[line.article.code] += line.pieces
        prices[line.article.code] = line.article.cents
    for code, pieces in returned.items():
        if pieces > ordered[code]:
            raise ShopError(f"only {plural(ordered[code], 'piece')} of {code} can come back")
    cents = sum(prices[code] * pieces for code, pieces in returned.items())
    back = cents - (order.discount * cents // order.subtotal if order.subtotal else 0)
    if all(returned.get(code, 0) == pieces for code, pieces in ordered.items()):
        back += order.shipping
    return back


def points_for(order):
    """Points that an order brings: one for each whole euro that was paid for articles."""
    if order.state in ("canceled", "returned"):
        return 0
    return (order.subtotal - order.discount) // 100 * POINTS_PER_EURO


def vouchers_for(points):
    """How many vouchers somebody can get for points, what they are worth, and the points that are left."""
    count, left = divmod(points, POINTS_FOR_VOUCHER)
    return count, count * VOUCHER_CENTS, left


def level(orders, today):
    """"gold", "silver" or "": by what was ordered in the last year."""
    spent = sum(order.total for order in orders if order.state != "canceled" and (today - order.day).days <= 365)
    if spent >= 100000:
        return "gold"
    return "silver" if spent >= 30000 else ""


# --- Letters ----------------------------------------------------------------------------------------------------------


def confirmation(order, arrives):
    """The text of the mail after an order."""
    lines = [f"Dear {order.customer},", "", f"thank you for your order {order.number}:", ""]
    lines += [f"  {line.text()}" for line in order.lines]
    lines.append("")
    if order.discount:
        lines.append(f"Discount: -{euros(order.discount)}")
    if order.gift_wrap:
        lines.append(f"Gift wrapping: {euros(order.gift_wrap)}")
    lines.append(f"Shipping: {euros(order.shipping) if order.shipping else 'free'}")
    lines.append(f"Total: {euros(order.total)}")
    lines += ["", f"It should be with you on {arrives:%A, %d %B}."]
    return "\n".join(lines) + "\n"


def reminder(order, today):
    """The text of the mail to somebody who hasn't paid; the tone depends on how late it is."""
    late = (today - order.day).days
    if late <= 21:
        text = f"maybe you have overlooked that your order {order.number} hasn't been paid yet."
    elif late <= 35:
        text = f"your order {order.number} of {order.day} is still not paid. Please pay within a week."
    else:
        text = f"as we have not received your payment, we cancel your order {order.number}."
    return "\n".join([f"Dear {order.customer},", "", *wrap(text), "", f"Amount: {euros(order.total)}"]) + "\n"


def return_slip(order, returned):
    """What has to be put into a parcel that comes back."""
    lines = [f"Return for order {order.number}", ""]
    for line in order.lines:
        pieces = returned.get(line.article.code, 0)
        if pieces:
            lines.append(f"[ ] {pieces} x {line.article.code} {line.article.title}")
    return "\n".join(lines) + "\n"


def packing_list(order):
    """What goes into the parcel, by code, with the weight at the end."""
    lines = [f"{line.pieces:>3} {line.article.code} {line.article.title} {line.size}".rstrip() for line in order.lines]
    grams = sum(line.grams for line in order.lines)
    return "\n".join(sorted(lines, key=lambda text: text[4:]) + [f"    {weight_text(grams)}"]) + "\n"


# --- Reports ----------------------------------------------------------------------------------------------------------


def sales_by_month(orders):
    """Totals by month ("2025-03"), canceled orders left out."""
    months = defaultdict(int)
    for order in orders:
        if order.state != "canceled":
            months[f"{order.day:%Y-%m}"] += order.total
    return dict(sorted(months.items()))


def best_sellers(orders, most=10):
    """Codes and pieces of what was sold most."""
    pieces = Counter()
    for order in orders:
        if order.state not in ("canceled", "returned"):
            for line in order.lines:
                pieces[line.article.code] += line.pieces
    return sorted(pieces.items(), key=lambda item: (-item[1], item[0]))[:most]


def sales_by_category(orders):
    """Cents by title of the category, the best one first."""
    cents = Counter()
    for order in orders:
        if order.state != "canceled":
            for line in order.lines:
                cents[CATEGORIES[line.article.category]] += line.cents
    return cents.most_common()


def average_order(orders):
    """The mean total, without canceled orders; 0 without orders."""
    totals = [order.total for order in orders if order.state != "canceled"]
    return round(sum(totals) / len(totals)) if totals else 0


def returning_customers(orders):
    """The share of customers who have ordered more than once, in percent."""
    counts = Counter(order.customer for order in orders if order.state != "canceled")
    if not counts:
        return 0
    return round(100 * sum(1 for count in counts.values() if count > 1) / len(counts))


def export_orders(orders):
    """Orders as CSV for the bookkeeping."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\n")
    writer.writerow(["number", "day", "customer", "country", "subtotal", "discount", "shipping", "total", "state"])
    for order in sorted(orders, key=lambda order: order.number):
        amounts = [f"{cents / 100:.2f}" for cents in (order.subtotal, order.discount, order.shipping, order.total)]
        writer.writerow([order.number, order.day.isoformat(), order.customer, order.country, *amounts, order.state])
    return output.getvalue()


def dashboard(book, today):
    """A few lines about how things are."""
    orders = list(book.orders.values())
    lines = [
        f"{plural(len(book.in_state('new')), 'order')} to be paid, {len(book.unpaid(today))} of them late",
        f"{plural(len(book.in_state('paid')), 'order')} to be sent",
        f"average order: {euros(average_order(orders))}",
        f"customers who come back: {returning_customers(orders)}%",
    ]
    low = book.stock.low()
    if low:
        lines.append("low: " + ", ".join(f"{code} {size} ({left})".replace("  ", " ") for code, size, left in low))
    return "\n".join(lines) + "\n"
