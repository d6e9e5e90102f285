"""The doctor: what it finds on real servers and folders, what it advises, and that it works with nothing at all."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import pytest

from smallcode.checkup import can_run, check_all
from smallcode.checkup_providers import check_providers
from smallcode.cli import doctor
from smallcode.findings import Finding
from smallcode.models.added import add
from smallcode.testing import ScriptedServer
from smallcode.testing.info import ServerKind


def of(findings: list[Finding], area: str, name: str) -> Finding:
    (found,) = [finding for finding in findings if (finding.area, finding.name) == (area, name)]
    return found


def by_url(findings: list[Finding], url: str) -> Finding:
    (found,) = [finding for finding in findings if finding.data.get("url") == url]
    return found


def test_on_an_empty_machine_it_says_what_to_do_first(capsys: pytest.CaptureFixture[str]) -> None:
    code = doctor.run(argparse.Namespace(json=False))
    out = capsys.readouterr().out
    if code == 3:  # unless a model server runs on the machine that tests this
        assert "smallcode models pull qwen2.5-coder-1.5b" in out.splitlines()[-1]
    for area in ("Machine", "Models", "Providers", "Tools", "Validators", "Places"):
        assert f"\n{area}\n" in f"\n{out}"


def test_as_json_every_finding_is_plain_data(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.run(argparse.Namespace(json=True))
    report = json.loads(capsys.readouterr().out)
    assert isinstance(report["usable"], bool)
    assert {"area", "name", "status", "text", "mend", "data"} == set(report["findings"][0])
    assert "checks" not in {finding["area"] for finding in report["findings"]}, "a check failed"


@pytest.mark.parametrize("kind", ["ollama", "lmstudio", "llama.cpp", "vllm", "openai"])
def test_a_server_is_found_with_its_models_and_their_windows(kind: ServerKind) -> None:
    with ScriptedServer(kind=kind, model="qwen2.5-coder:1.5b", context_tokens=4096) as server:
        found = by_url(check_providers([server.port]), server.root_url)
    (model,) = found.data["models"]
    assert found.status == "ok"
    assert found.name == kind
    assert model["name"] == "qwen2.5-coder:1.5b"
    assert model["context"] == {"openai": 0}.get(kind, 4096)
    if kind == "ollama":
        assert model["size"] == 1_000_000_000


def test_an_added_model_makes_the_machine_usable(tiny_model: Path) -> None:
    add(str(tiny_model), name="mine")
    findings = check_all()
    mine = of(findings, "models", "mine")
    assert mine.status == "ok"
    assert mine.text.startswith("here")
    assert can_run(findings)


def test_without_engine_weights_alone_are_not_enough() -> None:
    weights = Finding("models", "m", "ok", "here", data={"installed": True})
    served = Finding("providers", "ollama", "ok", "", data={"models": [{"name": "x"}]})
    engine = Finding("machine", "engine", "broken", "does not load")
    assert can_run([weights])
    assert not can_run([weights, engine])
    assert can_run([weights, engine, served])
    assert not can_run([])


def test_damaged_weights_are_named_with_the_way_out(clean_environment: Path) -> None:
    folder = clean_environment / "smallcode/cache/models"
    folder.mkdir(parents=True)
    (folder / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf").write_bytes(b"GGUF")
    found = of(check_all(), "models", "qwen2.5-coder-0.5b")
    assert "damaged" in found.text
    assert found.mend.startswith("smallcode models rm qwen2.5-coder-0.5b && ")


def test_a_key_is_named_and_never_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "gsk-s3cret")
    doctor.run(argparse.Namespace(json=True))
    out = capsys.readouterr().out
    assert "GROQ_API_KEY" in out
    assert "s3cret" not in out


def test_keys_that_others_can_read_get_the_command_that_closes_them(clean_environment: Path) -> None:
    path = clean_environment / "smallcode/config/keys.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("groq: secret\n")
    path.chmod(0o644)
    found = of(check_providers([]), "providers", "keys")
    assert found.mend == f"chmod 600 '{path}'"


def test_a_folder_that_can_not_be_written_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SMALLCODE_HOME", str(tmp_path / "file"))
    found = of(check_all(), "places", "state")
    assert found.status == "broken"
    assert "is not a folder" in found.text


def test_a_missing_program_is_a_note_and_a_missing_git_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    findings = check_all()
    assert of(findings, "tools", "git").status == "broken"
    assert of(findings, "validators", "shellcheck").status == "note"


def test_hostile_text_from_a_server_can_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    server = Finding(
        "providers", "x", "ok", "x",
        data={"models": [{"name": "\x1b[2Jevil", "size": 0, "context": 0, "fits": "unknown", "loaded": False}]},
    )  # fmt: skip
    from smallcode.workspace.clean import clean_text

    assert "\x1b" not in clean_text(doctor.report([server], True), colors=False)
