"""Tokens that say who is logged in."""

import base64
import binascii
import hashlib
import hmac
import json
import time


class Sessions:
    """Signed tokens: the user and the time in JSON, and an HMAC of that, each in base64."""

    def __init__(self, secret, ttl=3600, clock=time.time):
        self.secret = secret
        self.ttl = ttl
        self.clock = clock

    def issue(self, user):
        data = json.dumps([user, self.clock()]).encode()
        data = f"{user}.{self.clock()}"
        return f"{data}.{self._signature(data.encode())}"

    def user_of(self, token):
        """The user, or None if the token is forged, broken or too old."""
        user, _, rest = token.partition(".")
        issued, _, signature = rest.rpartition(".")
        data = f"{user}.{issued}".encode()
        if not hmac.compare_digest(self._signature(data).encode(), signature.encode()):
            return None
        return user if self.clock() - float(issued) <= self.ttl else None

    def _signature(self, data):
        return hmac.new(self.secret, data, hashlib.sha256).hexdigest()
