"""python -m addressbook BOOK.json list | add NAME EMAIL [PHONE] | import FILE.csv"""

import argparse
import sys
from pathlib import Path

from addressbook.book import Book
from addressbook.contact import Contact
from addressbook.importing import import_csv


def build_parser():
    parser = argparse.ArgumentParser(prog="addressbook")
    parser.add_argument("book", help="JSON file of the book")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="print all contacts")
    add = commands.add_parser("add", help="add one contact")
    add.add_argument("name")
    add.add_argument("email")
    add.add_argument("phone", nargs="?", default="")
    importing = commands.add_parser("import", help="add the contacts of a CSV file")
    importing.add_argument("file")
    return parser


def main(argv=None):
    args = build_parser().parse_args(argv)
    book = Book(args.book)
    if args.command == "list":
        for contact in book.contacts:
            print(f"{contact.name} <{contact.email}> {contact.phone}".rstrip())
    elif args.command == "add":
        book.add(Contact(args.name, args.email, args.phone))
        book.save()
    elif args.command == "import":
        added, skipped, problems = import_csv(book, Path(args.file).read_text(encoding="utf-8"))
        book.save()
        print(f"{added} added, {skipped} skipped")
        for problem in problems:
            print(problem, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
