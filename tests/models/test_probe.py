"""Probing a model that nothing is known about, on a scripted server that is asked by real HTTP."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.models.acquaint import acquainted
from smallcode.models.answers import Finding
from smallcode.models.chat import ChatModel
from smallcode.models.conclusions import billions_of, conclude
from smallcode.models.facts import ModelFacts
from smallcode.models.learned import fingerprint_of, learned_path, load_learned
from smallcode.models.probe import Probe, probe
from smallcode.models.providers import connect
from smallcode.models.retry import RetryPolicy
from smallcode.models.types import Model
from smallcode.resources import load_config
from smallcode.testing.script import Fault, Say, ScriptItem
from smallcode.testing.scripted import ScriptedServer

CALL = '{"name": "read_file", "arguments": {"path": "notes.txt"}}'
GOOD: dict[str, Say] = {
    "thinking": Say("42"),
    "file": Say('hello.py\n```python\ndef hello():\n    return "hi"\n```\n'),
    "native": Say(calls=[{"name": "read_file", "arguments": {"path": "notes.txt"}}]),
    "tagged": Say(f"<tool_call>\n{CALL}\n</tool_call>"),
    "fenced_json": Say(f"```json\n{CALL}\n```"),
    "search_replace": Say("calc.py\n<<<<<<< SEARCH\n    return a - b\n=======\n    return a + b\n>>>>>>> REPLACE\n"),
    "schema": Say('{"choice": "green"}'),
}
QUICK = RetryPolicy(attempts=1)
NAME = "nobody-knows"


def answers(**others: ScriptItem) -> list[ScriptItem]:
    """The script of a model that can do everything but for ``others``."""
    return [others.get(name, good) for name, good in GOOD.items()]


def probed(script: list[ScriptItem], limits: dict[str, float] | None = None, **server_options: Any) -> Probe:
    return run(script, lambda model: probe(model, limits=limits), **server_options)


def run(script: list[ScriptItem], work: Any, *, name: str = NAME, **server_options: Any) -> Any:
    async def inner(server: ScriptedServer) -> Any:
        model = await connect(f"openai:{name}", base_url=server.base_url, retries=QUICK)
        assert isinstance(model, ChatModel)
        try:
            return await work(model)
        finally:
            await model.close()

    strict = server_options.pop("strict", True)
    server = ScriptedServer(script, model=name, **server_options).start()
    try:
        result = asyncio.run(inner(server))
    finally:
        server.stop()
    if strict:
        server.check()
    return result


def results(found: Probe) -> dict[str, str]:
    return {name: finding.result for name, finding in found.findings.items()}


def test_a_model_that_can_do_everything_answers_yes_to_everything() -> None:
    found = probed(answers())
    assert results(found) == {**dict.fromkeys(GOOD, "yes"), "thinking": "no"}
    assert found.findings["thinking"].detail == "does not think aloud"
    assert found.answered


def test_the_questions_cost_less_than_2000_tokens_even_from_a_model_that_never_ends() -> None:
    endless = [Say("word " * 500)] * len(GOOD)
    found = probed(endless)
    assert 300 < found.tokens < 2000
    assert not any(finding.works for finding in found.findings.values())


def test_the_budget_leaves_out_what_no_longer_fits() -> None:
    found = probed(answers(), {"tokens": 320}, strict=False)
    assert found.tokens <= 320
    assert [name for name, result in results(found).items() if result == "not_asked"]


def test_the_sizes_of_the_requests_are_bounded_by_the_budget_that_is_left() -> None:
    with ScriptedServer([Say("x " * 400)] * len(GOOD), model=NAME) as server:

        async def inner() -> Probe:
            model = await connect(f"openai:{NAME}", base_url=server.base_url)
            assert isinstance(model, ChatModel)
            found = await probe(model)
            await model.close()
            return found

        found = asyncio.run(inner())
        most = sum(body["max_tokens"] for body in server.requests)
    assert most < load_config("probe.yaml")["tokens"]
    assert found.tokens == sum(finding.tokens for finding in found.findings.values())


def test_a_call_written_as_text_is_no_native_call() -> None:
    found = probed(answers(native=Say(f"<tool_call>{CALL}</tool_call>")))
    assert results(found)["native"] == "no"
    assert found.findings["native"].detail == "it wrote the call as text"


def test_a_server_that_refuses_native_tools_is_not_the_end_of_the_probe() -> None:
    refusal = Fault("status", status=400, message="tools are not supported")
    found = probed(answers(native=refusal))
    assert results(found)["native"] == "refused"
    assert "not supported" in found.findings["native"].detail
    assert results(found)["schema"] == "yes"


def test_broken_json_counts_as_repaired_with_the_repairs_named() -> None:
    broken = Say("<tool_call>\n{'name': 'read_file', 'arguments': {'path': 'notes.txt',}\n</tool_call>")
    found = probed(answers(tagged=broken))
    assert results(found)["tagged"] == "repaired"
    assert found.findings["tagged"].repairs


def test_json_that_no_parser_can_mend_is_a_no_with_what_it_said() -> None:
    found = probed(answers(tagged=Say("I would read the file, but {]")))
    assert results(found)["tagged"] == "no"
    assert "it said: I would read" in found.findings["tagged"].detail


def test_a_call_of_another_file_does_not_count() -> None:
    found = probed(answers(tagged=Say("<tool_call>" + CALL.replace("notes.txt", "other.txt") + "</tool_call>")))
    assert results(found)["tagged"] == "no"
    assert "other.txt" in found.findings["tagged"].detail


def test_a_search_that_matches_nothing_is_refused() -> None:
    wrong = Say("calc.py\n<<<<<<< SEARCH\n    print(1)\n    x = 2\n=======\n    return a + b\n>>>>>>> REPLACE\n")
    assert results(probed(answers(search_replace=wrong)))["search_replace"] == "no"


def test_a_whole_file_is_no_search_replace_block() -> None:
    whole = Say("calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n")
    found = probed(answers(search_replace=whole))
    assert found.findings["search_replace"].detail == "the right change, in another form"


def test_thinking_in_the_text_is_found_with_its_tags_and_does_not_disturb_the_answers() -> None:
    thought = Say("<thinking>easy</thinking>\n42")
    found = probed([thought, thought, *answers()[1:]])
    assert found.thinks
    assert found.tags == ["<thinking>", "</thinking>"]
    assert not found.switchable
    assert found.works("tagged")


def test_thinking_that_the_server_tells_apart_and_that_can_be_turned_off() -> None:
    found = probed([Say("42", reasoning="17 and 25 are"), Say("42"), *answers()[1:]])
    assert found.thinks
    assert found.switchable
    assert found.tags is None
    assert conclude(NAME, found, None)["thinking"]["switch"] == "enable_thinking"


def test_a_model_that_only_thinks_can_do_nothing_and_is_still_cheap() -> None:
    found = probed([Say(reasoning=" ".join(f"step {n}" for n in range(400)))] * 8, strict=False)
    assert found.thinks
    assert not any(found.works(name) for name in GOOD if name != "thinking")
    assert found.tokens < 2000
    assert conclude(NAME, found, None)["level"] == "workflow"


def test_a_silent_model_is_given_up_after_two_questions() -> None:
    found = probed([Fault("silent"), Fault("silent")], {"question_seconds": 0.3})
    assert list(results(found).values())[:3] == ["silent", "silent", "not_asked"]
    assert not found.answered


def test_control_tokens_in_the_text_become_stop_strings() -> None:
    found = probed(answers(file=Say(GOOD["file"].text + "<|im_end|>")))
    assert conclude(NAME, found, None)["stop"] == ["<|im_end|>"]


def test_a_probe_leaves_the_models_profile_as_it_was() -> None:
    async def work(model: ChatModel) -> bool:
        before = model.profile
        await probe(model)
        return model.profile is before

    assert run(answers(), work)


def found_by(*good: str, thinks: bool = False) -> Probe:
    return Probe(
        findings={name: Finding(question=name, result="yes" if name in good else "no") for name in GOOD}, thinks=thinks
    )


@pytest.mark.parametrize(
    ("billions", "good", "level", "dialect"),
    [
        (1.5, ("native", "file"), "workflow", "fenced"),
        (7, ("native", "tagged", "search_replace"), "guided", "native"),
        (7, ("tagged",), "guided", "json"),
        (7, ("file",), "workflow", "fenced"),
        (30, ("native",), "agent", "native"),
        (None, ("native", "file", "search_replace"), "guided", "native"),
        (None, ("native",), "workflow", "fenced"),
    ],
)
def test_level_and_dialect_follow_from_size_and_from_what_works(
    billions: float | None, good: tuple[str, ...], level: str, dialect: str
) -> None:
    facts = ModelFacts(name=NAME, parameters=int(billions * 1e9)) if billions else None
    values = conclude(NAME, found_by(*good), facts)
    assert (values["level"], values["dialect"]) == (level, dialect)


def test_edits_are_whole_files_where_blocks_do_not_work() -> None:
    facts = ModelFacts(name=NAME, parameters=7_000_000_000, longest_context=4096)
    values = conclude(NAME, found_by("native"), facts)
    assert values["edit_format"] == "whole"
    assert values["context_tokens"] == 4096
    assert values["reply_tokens"] <= 2048


@pytest.mark.parametrize(
    ("name", "facts", "billions"),
    [
        ("foo-7b-instruct", None, 7.0),
        ("foo-1.5B-Q4_K_M", None, 1.5),
        ("smol-360m", None, 0.36),
        ("foo", None, None),
        ("v2-final-b", None, None),
        ("foo-7b", ModelFacts(name="foo-7b", parameters=3_000_000_000), 3.0),
        ("foo", ModelFacts(name="foo", size_bytes=4_800_000_000, identity="Q4_K_M"), 8.0),
        ("foo", ModelFacts(name="foo", size_bytes=16_800_000_000, identity="F16"), 8.0),
    ],
)
def test_the_size_comes_from_the_server_or_the_name_or_the_weights(
    name: str, facts: ModelFacts | None, billions: float | None
) -> None:
    assert billions_of(name, facts) == billions


class Met:
    """Sessions that meet models by themselves."""

    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self._log = folder / "events.jsonl"

    def __call__(self, script: list[ScriptItem], *, name: str = NAME, **overrides: Any) -> Any:
        self.events.clear()
        sink = EventSink(self._log)
        sink.subscribe(self.events.append)

        async def work(model: ChatModel) -> Any:
            known: Model = await acquainted(model, overrides=overrides or None, sink=sink)
            return known.profile

        try:
            return run(script, work, name=name)
        finally:
            sink.close()

    def kinds(self) -> list[str]:
        return [event.type for event in self.events]  # type: ignore[attr-defined]


@pytest.fixture
def met(tmp_path: Path) -> Met:
    return Met(tmp_path)


def test_an_unknown_model_is_probed_once_and_remembered(met: Met) -> None:
    first = met(answers())
    assert met.kinds() == ["model_probe_started", "model_probe_ended"]
    second = met([])
    assert met.kinds() == []
    assert second == first
    assert first.source == "probed"
    assert first.billions == 1.5


def test_a_known_model_is_not_probed(met: Met) -> None:
    assert met([], name="qwen3-8b").family == "qwen3"
    assert met.kinds() == []


def test_the_users_values_win_over_the_probe(met: Met) -> None:
    assert met(answers(), level="agent").level == "agent"


def test_a_model_that_the_user_describes_is_not_probed(met: Met) -> None:
    met([], level="agent", dialect="json", edit_format="whole")
    assert met.kinds() == []


def test_a_server_that_fails_the_first_question_is_asked_no_more_and_nothing_is_kept(met: Met) -> None:
    profile = met([Fault("status", status=400)])
    assert profile.source == "unverified"
    assert met.kinds() == ["model_probe_started"]
    assert not list(learned_path("openai:x", "").parent.glob("*.json"))


def test_a_changed_model_is_probed_again() -> None:
    old = ModelFacts(name=NAME, size_bytes=10, identity="Q4_K_M")
    new = ModelFacts(name=NAME, size_bytes=10, identity="Q8_0")
    assert fingerprint_of(old) != fingerprint_of(new)
    assert learned_path(NAME, fingerprint_of(old)) != learned_path(NAME, fingerprint_of(new))
    assert fingerprint_of(ModelFacts(name=NAME, size_bytes=10, identity="Q4_K_M", loaded=True)) == fingerprint_of(old)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"version": 1}', b"\xff\xfe"])
def test_a_damaged_file_counts_as_none(met: Met, damage: bytes) -> None:
    met(answers())
    [path] = learned_path("openai:x", "").parent.glob("*.json")
    path.write_bytes(damage)
    met(answers())
    assert met.kinds() == ["model_probe_started", "model_probe_ended"]


def test_a_learned_value_that_no_longer_exists_counts_as_nothing_learned(met: Met) -> None:
    met(answers())
    [path] = learned_path("openai:x", "").parent.glob("*.json")
    data = json.loads(path.read_text())
    data["profile"]["dialect"] = "telepathy"
    path.write_text(json.dumps(data))
    assert load_learned(data["model"], data["fingerprint"]) is None


def command(script: list[ScriptItem], *more: str, name: str = NAME) -> int:
    with ScriptedServer(script, model=name) as server:
        return main(["models", "probe", f"openai:{name}", "--base-url", server.base_url, *more])


def test_the_command_says_in_words_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(answers()) == 0
    out = capsys.readouterr().out
    assert "native call           yes" in out
    assert "7 questions" in out
    assert "Saved, and used from now on" in out


def test_the_command_saves_nothing_if_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    command(answers(), "--no-save", "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["saved"] == ""
    assert not list(learned_path("openai:x", "").parent.glob("*.json"))


def test_the_builtin_profile_wins_unless_the_probe_was_saved(capsys: pytest.CaptureFixture[str]) -> None:
    command(answers(native=Say("no idea")), "--json", name="qwen3-8b")
    report = json.loads(capsys.readouterr().out)
    assert report["saved"] == ""
    assert report["used"]["dialect"] == "native"
    command(answers(native=Say("no idea")), "--json", "--save", name="qwen3-8b")
    report = json.loads(capsys.readouterr().out)
    assert report["saved"]
    assert report["used"]["level"] == report["profile"]["level"] == "workflow"


def test_options_of_the_probe_with_another_action_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--save"]) == 2
    assert "probe" in capsys.readouterr().err


def test_a_server_that_is_not_there_ends_with_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "probe", "openai:x", "--base-url", "http://127.0.0.1:9/v1"]) == 3
