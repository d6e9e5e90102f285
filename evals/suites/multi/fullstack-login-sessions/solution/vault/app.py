"""The application. Users log in and get a cookie."""

import secrets

from vault.http import Request, Response
from vault.notes import Notes
from vault.sessions import Sessions
from vault.users import Users


COOKIE = "session"


def make_app(users=None, notes=None, sessions=None):
    users = users or Users()
    notes = notes or Notes()
    sessions = sessions or Sessions(secrets.token_bytes(32))

    def cookie(value, age):
        return "Set-Cookie", f"{COOKIE}={value}; HttpOnly; SameSite=Strict; Path=/; Max-Age={age}"

    def login(request):
        user, password = request.json().get("user"), request.json().get("password")
        if isinstance(user, str) and isinstance(password, str) and users.check(user, password):
            return Response(value={"user": user}, headers=[cookie(sessions.issue(user), sessions.ttl)])
        return Response("401 Unauthorized", {"error": "wrong name or password"})

    def route(request):
        if (request.method, request.path) == ("POST", "/api/login"):
            return login(request)
        if (request.method, request.path) == ("POST", "/api/logout"):
            return Response("204 No Content", headers=[cookie("", 0)])
        if request.path == "/api/notes":
            user = sessions.user_of(request.cookies.get(COOKIE, ""))
            if user is None:
                return Response("401 Unauthorized", {"error": "please log in"})
            if request.method == "GET":
                return Response(value={"notes": notes.of(user)})
            if request.method == "POST":
                text = str(request.json().get("text", "")).strip()
                if not text:
                    return Response("400 Bad Request", {"error": "text is missing"})
                notes.add(user, text)
                return Response("201 Created", {"notes": notes.of(user)})
        return Response("404 Not Found", {"error": "not found"})

    def app(environ, start_response):
        return route(Request.of(environ)).send(start_response)

    return app
