"""python serve.py PORT: a vault with the user demo (password "demo")."""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from vault.app import make_app
from vault.users import Users


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    users = Users()
    users.add("demo", "demo")
    with make_server("127.0.0.1", int(sys.argv[1]), make_app(users), handler_class=Quiet) as server:
        server.serve_forever()
