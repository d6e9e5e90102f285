"""The escalation ladder: bundled (empty) or the user's own."""

from __future__ import annotations

from smallcode.errors import BadInput
from smallcode.paths import config_dir
from smallcode.resources import load_config


def load_ladder() -> list[str]:
    """References of the models to climb to, smallest first; the user's escalation.yaml replaces the bundled one.

    Raises:
        BadInput: the user's file is no ladder.
    """
    path = config_dir() / "escalation.yaml"
    if not path.is_file():
        return list(load_config("escalation.yaml")["ladder"])
    from smallcode.located import plain
    from smallcode.yamlfile import parse_yaml, read_text

    data = plain(parse_yaml(read_text(path, "escalation file"), str(path)))
    rungs = data.get("ladder") if isinstance(data, dict) else None
    if not isinstance(rungs, list) or not all(isinstance(rung, str) and ":" in rung for rung in rungs):
        raise BadInput(
            f"{path}: `ladder` must be a list of models.", hint='For instance: ladder: ["ollama:qwen2.5-coder:7b"]'
        )
    return rungs
