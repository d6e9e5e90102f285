"""python -m addressbook BOOK.json list | add NAME EMAIL [PHONE]"""

import argparse
import sys

from addressbook.book import Book
from addressbook.contact import Contact


def build_parser():
    parser = argparse.ArgumentParser(prog="addressbook")
    parser.add_argument("book", help="JSON file of the book")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="print all contacts")
    add = commands.add_parser("add", help="add one contact")
    add.add_argument("name")
    add.add_argument("email")
    add.add_argument("phone", nargs="?", default="")
    commands.add_parser("import").add_argument("file", type=argparse.FileType("r", encoding="utf-8"))
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
        from addressbook.importing import import_csv

        with args.file as f:
            a, s, problems = import_csv(book, f.read())
        book.save()
        print(a, "added,", s, "skipped")
        print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
        return int(bool(problems))
    return 0


if __name__ == "__main__":
    sys.exit(main())
