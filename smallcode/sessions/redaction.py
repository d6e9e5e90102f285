"""Takes keys out of text that leaves the machine: values that are known here, and what looks like a key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

MARK = "[key removed]"
SHORTEST = 8
NAMED = re.compile(r"(?i)(_key|_token|_secret|_password|_passwd|_credentials|apikey)$")
SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\bsk-[A-Za-z0-9_-]{16,}"
    r"|\b(?:ghp|gho|ghu|ghs|ghr|glpat|hf|xox[abprs]|npm|pypi)[_-][A-Za-z0-9_-]{16,}"
    r"|\bgithub_pat_[A-Za-z0-9_]{20,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bAIza[A-Za-z0-9_-]{30,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
    r"|(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"
    r"|(?i:(?<=bearer )[A-Za-z0-9._~+/=-]{12,})",
    re.DOTALL,
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without the given values and without what has the shape of a key."""
    for secret in secrets:
        text = text.replace(secret, MARK)
    return SHAPES.sub(MARK, text)


def redact_file(path: Path, secrets: Iterable[str]) -> None:
    """Take the given values out of a file, byte by byte as the rest of it is; nothing happens if there is none."""
    try:
        raw = before = path.read_bytes()
    except OSError:
        return
    for secret in secrets:
        raw = raw.replace(secret.encode("utf-8", "surrogateescape"), MARK.encode())
    if raw != before:
        path.write_bytes(raw)


def known_secrets(environment: Mapping[str, str] | None = None) -> list[str]:
    """Values of variables that are named like keys, and of the user's own keys.yaml; the longest first."""
    environment = os.environ if environment is None else environment
    found = {value for name, value in environment.items() if NAMED.search(name)}
    found |= _from_file()
    return sorted((value for value in found if len(value) >= SHORTEST), key=len, reverse=True)


def _from_file() -> set[str]:
    import yaml

    from smallcode.paths import config_dir

    try:
        data = yaml.safe_load((config_dir() / "keys.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return set()
    return {str(value) for value in data.values() if value} if isinstance(data, dict) else set()
