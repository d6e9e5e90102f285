"""The search box, without the box."""

from completer import Completer

PHRASES = ["new york", "newspaper", "new shoes", "norway", "bicycle", "bicycle pump"]


def main():
    completer = Completer()
    for phrase in PHRASES:
        completer.add(phrase)
    while prefix := input("> "):
        for phrase in completer.complete(prefix):
            print("  ", phrase)


if __name__ == "__main__":
    main()
