import re
import unittest
from pathlib import Path

from page import label_of, parse
from servers import call, node, serving
from vault.app import make_app
from vault.notes import Notes
from vault.sessions import Sessions
from vault.users import Users

COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]+")


class Tokens(unittest.TestCase):
    def setUp(self):
        self.now = 1_000_000.0
        self.sessions = Sessions(b"secret", ttl=100, clock=lambda: self.now)

    def test_round_trip(self):
        for user in ("ann", "a.b", "a:b|c", "x y;z", "Zoë 🙂", "1700000000", "a=b,c", "", "."):
            token = self.sessions.issue(user)
            self.assertIsInstance(token, str)
            self.assertTrue(COOKIE_VALUE.fullmatch(token), token)
            self.assertNotIn(";", token)
            self.assertEqual(self.sessions.user_of(token), user)
            self.assertEqual(Sessions(b"secret", ttl=100, clock=lambda: self.now).user_of(token), user)

    def test_age(self):
        token = self.sessions.issue("ann")
        self.now += 99
        self.assertEqual(self.sessions.user_of(token), "ann")
        self.now += 2
        self.assertIsNone(self.sessions.user_of(token))
        self.assertEqual(Sessions(b"s").user_of(Sessions(b"s").issue("x")), "x")

    def test_forged(self):
        token = self.sessions.issue("ann")
        self.assertIsNone(Sessions(b"other", ttl=100, clock=lambda: self.now).user_of(token))
        for bad in ("", "x", "a.b", "a.b.c", "....", ":::", "é.ü", token[:-4], token[1:], token.upper() + "x", "=" * 8, "x" * 500):
            self.assertIsNone(self.sessions.user_of(bad), bad)
        accepted = 0
        for index in range(len(token)):
            for new in "Aa0":
                changed = token[:index] + new + token[index + 1 :]
                if changed != token and (user := self.sessions.user_of(changed)) is not None:
                    self.assertEqual(user, "ann")
                    accepted += 1
        self.assertLessEqual(accepted, 6)  # base64 has bits that don't count
        # a longer name that signs to the same text must not exist
        self.assertNotEqual(self.sessions.issue("ann1"), self.sessions.issue("ann") + "1")


class Api(unittest.TestCase):
    def setUp(self):
        users = Users()
        users.add("ann", "pw1")
        users.add("Bo Ö", "pw2")
        self.now = 5000.0
        self.app = make_app(users, Notes(), Sessions(b"k", ttl=600, clock=lambda: self.now))

    def login(self, user, password):
        return call(self.app, "POST", "/api/login", {"user": user, "password": password})

    def cookie(self, user, password):
        return self.login(user, password).header("Set-Cookie").split(";")[0]

    def test_login(self):
        answer = self.login("ann", "pw1")
        self.assertEqual((answer.status, answer.json), (200, {"user": "ann"}))
        value, *attributes = [part.strip() for part in answer.header("Set-Cookie").split(";")]
        self.assertTrue(value.startswith("session=") and len(value) > 20)
        self.assertLessEqual({"httponly", "samesite=strict", "path=/", "max-age=600"}, {a.lower() for a in attributes})

    def test_refused(self):
        bodies = ({"user": "ann", "password": "pw2"}, {"user": "no", "password": "pw1"}, {"user": "ann"}, {}, "rubbish", "[1]", {"user": 5, "password": None})
        for body in bodies:
            answer = call(self.app, "POST", "/api/login", body)
            self.assertEqual((answer.status, answer.header("Set-Cookie")), (401, ""), body)
            self.assertTrue(answer.json["error"])

    def test_notes(self):
        ann, bo = self.cookie("ann", "pw1"), self.cookie("Bo Ö", "pw2")
        self.assertEqual(call(self.app, "POST", "/api/notes", {"text": " mine "}, {"Cookie": ann}).status, 201)
        self.assertEqual(call(self.app, "GET", "/api/notes", headers={"Cookie": f"theme=dark; {ann}"}).json, {"notes": ["mine"]})
        self.assertEqual(call(self.app, "GET", "/api/notes", headers={"Cookie": bo}).json, {"notes": []})
        self.assertEqual(call(self.app, "POST", "/api/notes", {"text": " "}, {"Cookie": bo}).status, 400)
        for cookie in ("", "session=", "session=ann", ann[:-4], "other=1"):
            for method in ("GET", "POST"):
                answer = call(self.app, method, "/api/notes", {"text": "x"} if method == "POST" else None, {"Cookie": cookie})
                self.assertEqual(answer.status, 401, cookie)
        self.now += 700
        self.assertEqual(call(self.app, "GET", "/api/notes", headers={"Cookie": ann}).status, 401)

    def test_old_addresses(self):
        ann = self.cookie("ann", "pw1")
        for method in ("GET", "POST"):
            self.assertEqual(call(self.app, method, "/api/notes/ann", {"text": "x"} if method == "POST" else None, {"Cookie": ann}).status, 404)

    def test_logout(self):
        answer = call(self.app, "POST", "/api/logout", headers={"Cookie": self.cookie("ann", "pw1")})
        self.assertEqual((answer.status, answer.body), (204, b""))
        cookie = answer.header("Set-Cookie").lower().replace(" ", "")
        self.assertTrue(cookie.startswith("session="))
        self.assertIn("max-age=0", cookie)
        self.assertIn("path=/", cookie)

    def test_default_sessions(self):
        users = Users()
        users.add("a", "b")
        one, two = make_app(users), make_app(users)
        cookie = call(one, "POST", "/api/login", {"user": "a", "password": "b"}).header("Set-Cookie").split(";")[0]
        self.assertEqual(call(one, "GET", "/api/notes", headers={"Cookie": cookie}).status, 200)
        self.assertEqual(call(two, "GET", "/api/notes", headers={"Cookie": cookie}).status, 401)


class Frontend(unittest.TestCase):
    def test_form(self):
        page = parse(Path("static/login.html").read_text(encoding="utf-8"))
        self.assertEqual(page.problems, [])
        self.assertNotIn("not possible yet", page.text)
        form = page.one("form", id="login")
        user, password = form.one("input", name="user"), form.one("input", name="password")
        self.assertIn(user.get("type"), ("", "text"))
        self.assertEqual(password.get("type"), "password")
        self.assertEqual((user.get("autocomplete"), password.get("autocomplete")), ("username", "current-password"))
        for field in (user, password):
            self.assertTrue(field.has("required") and label_of(page, field))
        buttons = [b for b in form.all("button") if b.get("type") in ("", "submit")] + form.all("input", type="submit")
        self.assertEqual(len(buttons), 1)

    def test_end_to_end(self):
        with serving(["serve.py", "{port}"]) as server:
            done = node("""
                import { Client, Unauthorized } from "./static/client.js";
                const real = fetch;
                let cookie = "";
                const modes = new Set();
                globalThis.fetch = async (url, options = {}) => {  // a browser keeps cookies
                  modes.add(options.credentials);
                  const headers = new Headers(options.headers);
                  if (cookie) headers.set("Cookie", cookie);
                  const answer = await real(url, { ...options, headers });
                  const given = answer.headers.get("set-cookie");
                  if (given) cookie = /max-age=0/i.test(given) ? "" : given.split(";")[0];
                  return answer;
                };
                const client = new Client(process.argv[2]);
                const kind = (promise) => promise.then(() => "fine", (e) => [e instanceof Unauthorized, e instanceof Error, e.message]);
                const out = {};
                out.before = await kind(client.notes());
                out.wrong = await kind(client.login("demo", "nope"));
                out.user = await client.login("demo", "demo");
                out.added = await client.add("hello");
                out.notes = await client.notes();
                out.empty = await kind(client.add("  "));
                await client.logout();
                out.after = await kind(client.add("x"));
                out.modes = [...modes];
                say(out);
            """, server.base)
            self.assertEqual(done["before"][:2], [True, True])
            self.assertEqual(done["wrong"][:2], [True, True])
            self.assertEqual((done["user"], done["added"], done["notes"]), ("demo", ["hello"], ["hello"]))
            self.assertEqual(done["empty"], [False, True, "text is missing"])
            self.assertEqual(done["after"][:2], [True, True])
            self.assertEqual(done["modes"], ["same-origin"])
