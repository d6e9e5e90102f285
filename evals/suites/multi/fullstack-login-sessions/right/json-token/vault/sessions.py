import base64
import hashlib
import hmac
import json
import time


class Sessions:
    def __init__(self, secret: bytes, ttl=3600, clock=time.time):
        self.secret, self.ttl, self.clock = secret, ttl, clock

    def _mac(self, body):
        return hmac.new(self.secret, body.encode(), hashlib.sha256).hexdigest()

    def issue(self, user):
        body = base64.urlsafe_b64encode(json.dumps([user, self.clock()]).encode()).decode()
        return f"{body}.{self._mac(body)}"

    def user_of(self, token):
        try:
            body, mac = token.rsplit(".", 1)
            if not hmac.compare_digest(self._mac(body).encode(), mac.encode()):
                return None
            user, at = json.loads(base64.urlsafe_b64decode(body))
        except (ValueError, AttributeError):
            return None
        return user if self.clock() - at <= self.ttl else None
