"""A model that no profile knows is probed once for a whole run, and every job is told what came out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from smallcode.evals.acquainted import learn
from smallcode.evals.smallcode_agent import make_home
from smallcode.evals.upstream import hold
from smallcode.models.learned import load_learned
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer


def learned_from(server: ScriptedServer, model: str, scratch: Path) -> Path | None:
    async def run() -> Path | None:
        async with hold(f"openai:{model}", base_url=server.base_url) as upstream:
            return await learn(upstream, scratch)

    return asyncio.run(run())


def test_an_unknown_model_is_probed_and_each_job_has_what_came_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ScriptedServer([Say("42")] * 20, model="nobody-knows").start()
    try:
        path = learned_from(server, "nobody-knows", tmp_path / "model")
    finally:
        server.stop()
    asked = len(server.asked)
    assert path is not None and asked >= 3
    assert len((tmp_path / "model" / "probe.jsonl").read_text().splitlines()) == asked, "metered apart from all jobs"
    for job in ("a", "b"):
        monkeypatch.setenv("SMALLCODE_HOME", make_home(tmp_path / job, learned=path)["SMALLCODE_HOME"])
        found = load_learned("openai:nobody-knows", path_fingerprint(path))
        assert found is not None and found.profile and not found.explicit


def path_fingerprint(path: Path) -> str:
    from smallcode.models.learned import Learned

    return Learned.model_validate_json(path.read_bytes()).fingerprint


def test_a_known_model_is_not_asked_anything(tmp_path: Path) -> None:
    with ScriptedServer([]) as server:
        assert learned_from(server, "scripted-1.5b", tmp_path) is None
    assert not server.asked
