"""python run.py [PORT]: serve on this machine."""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from recipes.web import make_app


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with make_server("127.0.0.1", port, make_app(), handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{port}")
        server.serve_forever()
