"""What can go wrong between us and a model server, told apart by what can be done about it.

Whatever the client library raised, ``fault_of`` finds the cause and makes one ``ServerFault`` of it;
``as_error`` turns a fault that stays into the error that a person reads, without any API key.
"""

from __future__ import annotations

import contextlib
import json
import re
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from smallcode.errors import ContextOverflow, ModelFailed, NoModel, SmallCodeError
from smallcode.models.proxies import proxy_of

FaultKind = Literal[
    "refused",      # nobody listens at that address
    "unreachable",  # no such host, no route, no answer to the connection
    "tls",          # the certificate or the handshake failed
    "dropped",      # the connection broke before or inside the answer
    "ended_early",  # the answer ended without saying that it was complete
    "idle",         # nothing came for too long
    "status",       # an HTTP error
    "not_a_model",  # a web page or another content where a model's answer should be
    "malformed",    # an answer that does not parse
    "server_error", # an error object inside the stream
    "overflow",     # the prompt does not fit
    "truncated",    # the server silently cut the prompt
]  # fmt: skip

_WHAT: dict[FaultKind, str] = {
    "dropped": "broke the connection", "ended_early": "ended its answer too early", "idle": "fell silent",
    "malformed": "sent what can't be read", "server_error": "reported an error", "truncated": "cut the prompt",
}  # fmt: skip
_RETRIED_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


@dataclass(eq=False)
class ServerFault(Exception):
    """One failed request."""

    kind: FaultKind
    text: str
    status: int = 0
    retry_after: float | None = None
    """Seconds that the server asked us to wait."""
    prompt_tokens: int = 0
    context_tokens: int = 0

    def __str__(self) -> str:
        return f"{self.kind} {self.status or ''}".strip() + f": {self.text}"

    @property
    def can_retry(self) -> bool:
        """Whether asking the same again may help."""
        if self.kind == "status":
            exhausted = "insufficient_quota" in self.text or "billing" in self.text.lower()
            return self.status in _RETRIED_STATUS and not exhausted
        return self.kind in ("refused", "dropped", "ended_early", "idle", "malformed", "server_error")


def fault_of(error: BaseException) -> ServerFault:
    """The fault behind an exception of httpx, openai, ollama or a parser of theirs."""
    import httpx

    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, ServerFault):
            return cause
    for cause in chain:
        if isinstance(cause, ssl.SSLError) or "CERTIFICATE" in str(cause) or "SSL" in str(cause)[:20]:
            return ServerFault("tls", str(cause))
    for cause in chain:
        if isinstance(cause, ConnectionRefusedError):
            return ServerFault("refused", "connection refused")
        if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
            kind: FaultKind = "refused" if "refused" in str(cause) or "All connection" in str(cause) else "unreachable"
            return ServerFault(kind, str(cause) or type(cause).__name__)
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return ServerFault("idle", "the time-out passed")
        if isinstance(cause, httpx.TransportError | ConnectionError):
            return ServerFault("dropped", str(cause) or type(cause).__name__)
    if isinstance(error, ValueError | KeyError | TypeError | AttributeError | IndexError):
        return ServerFault("malformed", f"{type(error).__name__}: {str(error)[:200]}")
    return fault_in_stream(str(getattr(error, "message", "") or error), getattr(error, "body", None))


def fault_in_stream(text: str, body: Any = None) -> ServerFault:
    """The fault of an error object that came inside a stream (or as the body of an HTTP error)."""
    sizes = overflow_sizes(text, body)
    if sizes:
        return ServerFault("overflow", text[:300], prompt_tokens=sizes[0], context_tokens=sizes[1])
    return ServerFault("server_error", text[:300])


def fault_of_status(status: int, headers: Any, raw: bytes) -> ServerFault:
    """The fault of an HTTP error answer."""
    text = raw.decode("utf-8", "replace")
    body: Any = None
    with contextlib.suppress(ValueError):
        body = json.loads(text)
    inner = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(inner, dict):
        text = str(inner.get("message") or inner.get("detail") or text)
        if code := inner.get("code") or inner.get("type"):
            text = f"{text} ({code})"
    elif isinstance(inner, str):
        text = inner
    text = re.sub(r"<[!/a-zA-Z][^>]*>|\s+", " ", text)
    if status in (400, 413, 422, 500) and (sizes := overflow_sizes(text, inner)):
        return ServerFault("overflow", text[:300], status, None, *sizes)
    return ServerFault("status", text.strip()[:300], status, _seconds(headers.get("retry-after")))


_NUMBER = r"(\d[\d,_]*)"
_OVERFLOWS = [
    # (pattern, group of prompt tokens, group of context tokens)
    (rf"request \({_NUMBER} tokens\) exceeds the available context size \({_NUMBER}", 1, 2),
    (rf"maximum (?:context|model) length (?:is|of) {_NUMBER}.*?\({_NUMBER} in (?:the|your) \w+", 2, 1),
    (rf"maximum context length is {_NUMBER}.*?(?:resulted in|contains?|requested|has) {_NUMBER}", 2, 1),
    (rf"prompt \(length {_NUMBER}\).*?maximum (?:model|context) length of {_NUMBER}", 1, 2),
    (rf"prompt is too long: {_NUMBER} tokens > {_NUMBER}", 1, 2),
    (rf"input length \({_NUMBER} tokens\) exceeds.*?\({_NUMBER} tokens\)", 1, 2),
    (rf"{_NUMBER} tokens? .{{0,60}}context (?:length|window|size) .{{0,30}}?{_NUMBER}", 1, 2),
]  # fmt: skip
_OVERFLOW_WORDS = re.compile(
    r"context_length_exceeded|exceed_context_size|context length.{0,40}exceed|exceeds?.{0,40}context"
    r"|trying to keep the first \d+ tokens|context window is full|prompt is too long",
    re.IGNORECASE | re.DOTALL,
)


def overflow_sizes(text: str, body: Any = None) -> tuple[int, int] | None:
    """Tokens of the prompt and of the window where an error says that they don't match (0: unsaid)."""
    inner = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(inner, dict) and inner.get("type") == "exceed_context_size_error":
        return int(inner.get("n_prompt_tokens") or 0), int(inner.get("n_ctx") or 0)
    for pattern, prompt, context in _OVERFLOWS:
        if found := re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            return _int(found[prompt]), _int(found[context])
    return (0, 0) if _OVERFLOW_WORDS.search(text) else None


def as_error(fault: ServerFault, *, where: str, model: str, start_hint: str, secrets: Iterable[str]) -> SmallCodeError:
    """The error that a person reads, for a fault that retries did not mend.

    ``where`` is the server's address, ``start_hint`` how to start it; ``secrets`` never appear in the result.
    """
    from smallcode.models.http import is_loopback

    text = redact(fault.text, secrets)
    variable, proxy = ("", "") if is_loopback(where) else proxy_of(where)
    through = (
        f"{variable} sends this through {proxy}; NO_PROXY={urlsplit(where).hostname} leaves it out." if proxy else ""
    )
    error = _as_error(fault, text, redact(where, secrets), model, start_hint)
    if through and fault.kind in ("refused", "unreachable", "tls", "not_a_model", "dropped", "status"):
        error.hint = "\n".join(filter(None, [error.hint, redact(through, secrets)]))
    return error


def _as_error(fault: ServerFault, text: str, where: str, model: str, start_hint: str) -> SmallCodeError:
    if fault.kind == "overflow":
        return ContextOverflow(fault.prompt_tokens, fault.context_tokens)
    if fault.kind in ("refused", "unreachable"):
        return NoModel(f"No model server answers at {where} ({text}).", hint=start_hint)
    if fault.kind == "tls":
        hint = "Check the address (http or https?), the machine's clock and its certificates."
        if "self-signed" in text or "self signed" in text or "unable to get local issuer" in text:
            hint = "If you trust this server: SSL_CERT_FILE=/path/to/its-certificate.pem smallcode ..."
        return NoModel(f"No secure connection to {where}: {text}", hint=hint)
    if fault.kind == "not_a_model":
        hint = "Check the base URL (most want /v1 at its end), and whether a proxy or a login page answers."
        return NoModel(f"{where} is no model server: {text}", hint=hint)
    if fault.kind == "status" and fault.status in (401, 403):
        hint = "Set its key in the environment, the keyring or keys.yaml; `smallcode doctor` names the variable."
        return NoModel(f"{where} refuses the API key ({fault.status}): {text}", hint=hint)
    if fault.kind == "status" and fault.status == 404:
        return NoModel(f"{where} has no model {model!r}: {text}", hint="`smallcode doctor` lists the models it has.")
    hints = {
        "idle": "The server may be stuck or swapping; restart it, or use a smaller model.",
        "truncated": "Raise context_tokens in the model's profile, or use a model with a larger window.",
    }
    if fault.status == 407:
        hints["status"] = "Write the proxy's name and password into its variable: http://NAME:PASSWORD@HOST:PORT"
    what = f"failed with status {fault.status}" if fault.kind == "status" else f"{_WHAT[fault.kind]} ({fault.kind})"
    hint = hints.get(fault.kind, "Look into the server's log; `smallcode resume` goes on from here.")
    return ModelFailed(f"The model server at {where} {what}: {text}", hint=hint)


def redact(text: str, secrets: Iterable[str]) -> str:
    """``text`` without any of ``secrets`` and without passwords inside URLs."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return re.sub(r"(?<=://)[^/@\s]+@", "***@", text)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _int(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _seconds(header: str | None) -> float | None:
    """``Retry-After`` in seconds: a number, or a date."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    import email.utils
    import time

    try:
        return max(email.utils.parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None
