"""Roman numerals."""

VALUES = [
    (1000, "M"), (500, "D"), (100, "C"), 
    (50, "L"), (10, "X"), (5, "V"), (1, "I"),
]


def to_roman(number):
    text = ""
    for value, letters in VALUES:
        count, number = divmod(number, value)
        text += letters * count
    return text
