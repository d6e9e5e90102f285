import os

from vault.http import Request, Response
from vault.notes import Notes
from vault.sessions import Sessions
from vault.users import Users

UNAUTHORIZED = ("401 Unauthorized", {"error": "please log in"})


def make_app(users=None, notes=None, sessions=None):
    users = users or Users()
    notes = notes or Notes()
    sessions = sessions or Sessions(os.urandom(32))

    def cookie(value, age):
        return ("Set-Cookie", f"session={value}; Max-Age={age}; Path=/; HttpOnly; SameSite=Strict")

    def login(request):
        data = request.json()
        user, password = data.get("user"), data.get("password")
        if not (isinstance(user, str) and isinstance(password, str) and users.check(user, password)):
            return Response("401 Unauthorized", {"error": "wrong user or password"})
        return Response("200 OK", {"user": user}, [cookie(sessions.issue(user), sessions.ttl)])

    def handle_notes(request):
        user = sessions.user_of(request.cookies.get("session", ""))
        if user is None:
            return Response(*UNAUTHORIZED)
        if request.method == "GET":
            return Response(value={"notes": notes.of(user)})
        text = str(request.json().get("text", "")).strip()
        if not text:
            return Response("400 Bad Request", {"error": "text is missing"})
        notes.add(user, text)
        return Response("201 Created", {"notes": notes.of(user)})

    table = {
        ("POST", "/api/login"): login,
        ("POST", "/api/logout"): lambda request: Response("204 No Content", None, [cookie("", 0)]),
        ("GET", "/api/notes"): handle_notes,
        ("POST", "/api/notes"): handle_notes,
    }

    def app(environ, start_response):
        request = Request.of(environ)
        handler = table.get((request.method, request.path), lambda r: Response("404 Not Found", {"error": "not found"}))
        return handler(request).send(start_response)

    return app
