import pathlib
import re
import unittest

TEXT = pathlib.Path("site.conf").read_text()
TOKEN = re.compile(r"#[^\n]*|[{};]|[^\s{};#]+")


def parse(words, depth=0):
    """Blocks and directives as lists."""
    found, current = [], []
    while words:
        word = words.pop(0)
        if word == ";":
            found.append((current, None))
            current = []
        elif word == "{":
            found.append((current, parse(words, depth + 1)))
            current = []
        elif word == "}":
            if not depth or current:
                raise ValueError("a brace too many, or no semicolon")
            return found
        else:
            current.append(word)
    if depth or current:
        raise ValueError("it ends too early")
    return found


class Site(unittest.TestCase):
    def setUp(self):
        self.blocks = parse([w for w in TOKEN.findall(TEXT) if not w.startswith("#")])
        servers = [body for words, body in self.blocks if words == ["server"]]
        self.http = next(b for b in servers if any(w[:2] == ["listen", "80"] for w, _ in b))
        self.https = next(b for b in servers if (["listen", "443", "ssl"], None) in b)

    def one(self, body, name):
        values = [words[1:] for words, inner in body if words[0] == name and inner is None]
        self.assertEqual(len(values), 1, name)
        return values[0]

    def test_http_only_redirects(self):
        self.assertEqual(len([1 for words, _ in self.blocks if words == ["server"]]), 2)
        self.assertEqual(self.one(self.http, "return"), ["301", "https://$host$request_uri"])
        self.assertIn("example.com", self.one(self.http, "server_name"))
        self.assertEqual({words[0] for words, _ in self.http}, {"listen", "server_name", "return"})

    def test_https(self):
        self.assertEqual(set(self.one(self.https, "server_name")), {"example.com", "www.example.com"})
        self.assertEqual(self.one(self.https, "client_max_body_size"), ["20m"])
        self.assertEqual(self.one(self.https, "root"), ["/srv/shop"])
        self.assertEqual(self.one(self.https, "ssl_certificate"), ["/etc/ssl/shop.pem"])
        self.assertEqual(self.one(self.https, "ssl_certificate_key"), ["/etc/ssl/shop.key"])

    def test_locations(self):
        places = {words[1]: body for words, body in self.https if words[0] == "location"}
        self.assertEqual(set(places), {"/", "/img/", "/api/"})
        self.assertEqual(places["/"], [(["try_files", "$uri", "/index.html"], None)])
        self.assertEqual(places["/img/"], [(["expires", "30d"], None)])
        self.assertEqual(self.one(places["/api/"], "proxy_pass"), ["http://127.0.0.1:9000/"])
        headers = sorted(words[1:] for words, _ in places["/api/"] if words[0] == "proxy_set_header")
        self.assertEqual(headers, [["Host", "$host"], ["X-Real-IP", "$remote_addr"]])

    def test_comments_are_kept(self):
        for comment in ("# The shop. Deployed by hand, see wiki.", "# renewed monthly", "# pictures never change"):
            self.assertIn(comment, TEXT)
