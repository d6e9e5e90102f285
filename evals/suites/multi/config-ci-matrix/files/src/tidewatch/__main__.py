from tidewatch import __version__


def main():
    print(f"tidewatch {__version__}")


if __name__ == "__main__":
    main()
