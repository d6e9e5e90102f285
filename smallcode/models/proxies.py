"""Proxies and certificates of the environment: which proxy an address goes through, and whether they can be used."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from smallcode.errors import BadInput

_Made = TypeVar("_Made")
_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")


def proxy_of(url: str) -> tuple[str, str]:
    """Variable and address of the proxy that the environment names for ``url``; two empty strings if none."""
    parts = urlsplit(url)
    found = urllib.request.getproxies_environment()
    host = parts.hostname or ""
    if not host or urllib.request.proxy_bypass(host):
        return "", ""
    for scheme in (parts.scheme, "all"):
        if address := found.get(scheme):
            name = f"{scheme}_proxy"
            return name.upper() if os.environ.get(name.upper()) == address else name, address
    return "", ""


def check_surroundings() -> None:
    """Try whether a client can be made with the environment's proxies and certificates.

    Raises:
        BadInput: it can't; the message names the variables.
    """
    if not any(os.environ.get(name) or os.environ.get(name.upper()) for name in _VARIABLES):
        return
    import httpx

    made_with(httpx.AsyncClient)


def made_with(make: Callable[[], _Made]) -> _Made:
    """The HTTP client that ``make`` makes from the environment.

    Raises:
        BadInput: a proxy, an exception from the proxies or the certificates that it names are of no use.
    """
    for scheme, address in urllib.request.getproxies_environment().items():
        if scheme == "no":
            continue
        try:
            urlsplit(address if "://" in address else f"http://{address}").port  # noqa: B018 - it is checked when read
        except ValueError as error:
            raise _unusable(f"{scheme}_proxy", str(error)) from error
    try:
        return make()
    except ImportError:
        hint = (
            "Install it beside SmallCode (pipx inject smallcode socksio), or name an HTTP proxy, or unset the variable."
        )
        raise BadInput("The environment names a SOCKS proxy, which needs the package socksio.", hint=hint) from None
    except OSError as error:
        name = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), "SSL_CERT_FILE")
        text = f"{name} names no usable certificates: {os.environ.get(name, '')} ({error.strerror or error})."
        raise BadInput(text, hint="Correct the variable, or unset it.") from error
    except ValueError as error:
        raise _unusable("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY or NO_PROXY", str(error)) from error
    except Exception as error:
        if type(error).__name__ != "InvalidURL":
            raise
        raise _unusable("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY or NO_PROXY", str(error)) from error


def _unusable(variable: str, why: str) -> BadInput:
    hint = "Write it as http://HOST:PORT, or unset it; NO_PROXY=HOST,HOST leaves hosts out."
    return BadInput(f"A proxy setting of the environment can't be used ({variable}: {why}).", hint=hint)
