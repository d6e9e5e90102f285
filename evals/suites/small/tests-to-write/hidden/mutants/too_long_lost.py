"""Rules for passwords."""

MIN_LENGTH = 8
MAX_LENGTH = 64


def check_password(password, user=""):
    """List of what is wrong with a password, in this order; an empty list if it is fine.

    "too short" below 8 characters, "too long" above 64, "no digit", "no letter",
    "contains the user name" (whatever the case) if `user` is given.
    """
    problems = []
    if len(password) < MIN_LENGTH:
        problems.append("too short")
    if len(password) > 1000:
        problems.append("too long")
    if not any(c.isdigit() for c in password):
        problems.append("no digit")
    if not any(c.isalpha() for c in password):
        problems.append("no letter")
    if user and user.lower() in password.lower():
        problems.append("contains the user name")
    return problems


def strength(password):
    """"weak" if check_password finds anything, "strong" from 12 characters with upper and lower case, else "fair"."""
    if check_password(password):
        return "weak"
    mixed = password != password.lower() and password != password.upper()
    if len(password) >= 12 and mixed:
        return "strong"
    return "fair"
