"""python -m store.cli NAME COUNT PRICE ..."""

import sys

from store.order import Order

METHODS = {"net": Order.net, "gross": Order.gross_total}


def main(words):
    kind = "gross"
    if words and words[0] in METHODS:
        kind = words.pop(0)
    order = Order("cli")
    while words:
        name, count, price, *words = words
        order.add(name, int(count), float(price))
    print(f"{METHODS[kind](order):.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
