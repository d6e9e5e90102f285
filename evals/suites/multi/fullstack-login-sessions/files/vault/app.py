"""The application. Every request names its user in the address, which is not how it should be."""

from vault.http import Request, Response
from vault.notes import Notes
from vault.users import Users


def make_app(users=None, notes=None):
    users = users or Users()
    notes = notes or Notes()

    def route(request):
        parts = request.path.strip("/").split("/")
        if len(parts) == 3 and parts[:2] == ["api", "notes"]:
            user = parts[2]
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
