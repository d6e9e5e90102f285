"""The search box, without the box."""

from completer import Completer

PHRASES = {"New York": 120, "Newspaper": 30, "new shoes": 45, "Norway": 60, "bicycle": 80, "bicycle pump": 15}


def main():
    completer = Completer()
    for phrase, weight in PHRASES.items():
        completer.add(phrase, weight)
    while prefix := input("> "):
        for phrase in completer.complete(prefix):
            print("  ", phrase)


if __name__ == "__main__":
    main()
