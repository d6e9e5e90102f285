"""Small questions to the embedded server, over loopback and past every proxy."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit


def answers(base_url: str, timeout: float) -> bool:
    """Whether the server at ``base_url`` says within ``timeout`` seconds that it is well."""
    return get(base_url, "/health", "", timeout)[0] == 200


def get(base_url: str, path: str, api_key: str, timeout: float) -> tuple[int, bytes]:
    """GET from the server on loopback, never through a proxy; status 0 when nothing answers."""
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {api_key}"} if api_key else {})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
