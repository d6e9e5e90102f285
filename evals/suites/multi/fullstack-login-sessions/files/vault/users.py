"""Users and their password hashes."""

import hashlib
import hmac


def hashed(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 1000).hex()


class Users:
    def __init__(self):
        self._users = {}

    def add(self, name, password):
        salt = f"salt-{name}"
        self._users[name] = (salt, hashed(password, salt))

    def check(self, name, password):
        """Whether this is the user's password."""
        if name not in self._users:
            return False
        salt, wanted = self._users[name]
        return hmac.compare_digest(hashed(password, salt), wanted)
