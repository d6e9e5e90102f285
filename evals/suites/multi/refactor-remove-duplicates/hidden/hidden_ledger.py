import ast
import datetime
import unittest
from pathlib import Path

from ledger import bank, book, card, cash
from ledger.notation import parse_cents, parse_date

MODULES = ("bank", "card", "cash")


class Ledger(unittest.TestCase):
    def test_cents(self):
        for text, cents in {"12,50": 1250, " 1.234,50 EUR ": 123450, "12,50-": -1250, "-7": -700, "+3,1": 310, "1.000.000": 100000000, "0,29": 29, "EUR 5": 500, "- 5,00 EUR": -500}.items():
            self.assertEqual(parse_cents(text), cents, text)
        for text in ("", "abc", "EUR"):
            with self.assertRaises(ValueError):
                parse_cents(text)

    def test_dates(self):
        for text, wanted in {"24.12.2023": (2023, 12, 24), " 1.2.24 ": (2024, 2, 1), "24.12.95": (1995, 12, 24), "1.1.70": (1970, 1, 1), "1.1.69": (2069, 1, 1), "31.12.00": (2000, 12, 31), "5.6.1969": (1969, 6, 5)}.items():
            self.assertEqual(parse_date(text), datetime.date(*wanted), text)
        for text in ("31.2.2024", "2024-01-02", ""):
            with self.assertRaises(ValueError):
                parse_date(text)

    def test_readers(self):
        day = datetime.date
        self.assertEqual(bank.read("Date;Text;Amount\n24.12.23; Tree ;-1.012,50 EUR\n\n1.1.2024;Gift;5\n"), [
            {"date": day(2023, 12, 24), "text": "Tree", "cents": -101250, "source": "bank"},
            {"date": day(2024, 1, 1), "text": "Gift", "cents": 500, "source": "bank"},
        ])
        self.assertEqual(card.read("24.12.95|Shop |12,50|EUR\n1.1.24|Other|3|USD\nrubbish\n2.1.24|Back|-4,00|EUR"), [
            {"date": day(1995, 12, 24), "text": "Shop", "cents": -1250, "source": "card"},
            {"date": day(2024, 1, 2), "text": "Back", "cents": 400, "source": "card"},
        ])
        self.assertEqual(cash.read("# cash\n24.12.99 12,50- Tree and stand # big\n  \n1.1.2024 5 Found"), [
            {"date": day(1999, 12, 24), "text": "Tree and stand", "cents": -1250, "source": "cash"},
            {"date": day(2024, 1, 1), "text": "Found", "cents": 500, "source": "cash"},
        ])

    def test_book(self):
        entries = book.collect({"cash": "2.1.24 1 a", "bank": "2.1.24;b;1.000\n1.1.24;c;1", "card": "2.1.24|d|2,50|EUR"})
        self.assertEqual([e["text"] for e in entries], ["c", "b", "d", "a"])
        self.assertEqual(book.balance(entries), "999,50 EUR")

    def test_no_copies(self):
        for name in MODULES:
            text = Path(f"ledger/{name}.py").read_text(encoding="utf-8")
            tree = ast.parse(text)
            functions = [n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda)) and getattr(n, "name", "")]
            self.assertEqual(functions, ["read"], f"{name} has functions of its own")
            numbers = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
            self.assertFalse(numbers & {2000, 1900, 70}, name)
            calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            self.assertFalse(calls & {"float", "round"}, name)
            self.assertIn("notation", text)
