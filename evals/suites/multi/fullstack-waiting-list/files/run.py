"""python run.py PORT: a club with some members."""

import sys
from datetime import date
from wsgiref.simple_server import WSGIRequestHandler, make_server

from club.app import Club, make_app


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    club = Club(today=lambda: date(2025, 3, 1))
    for name in ("Ann", "Bo", "Cy"):
        club.add_member(name)
    with make_server("127.0.0.1", int(sys.argv[1]), make_app(club), handler_class=Quiet) as server:
        server.serve_forever()
