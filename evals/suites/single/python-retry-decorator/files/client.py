"""Client of the weather service."""

import json
from urllib.request import urlopen

BASE = "http://localhost:8099"


class Client:
    def __init__(self, base=BASE, opener=urlopen):
        self.base = base
        self.opener = opener

    def forecast(self, city):
        """Forecast for a city, as the service sends it. Raises OSError when the service is down."""
        with self.opener(f"{self.base}/forecast/{city}") as answer:
            return json.load(answer)
