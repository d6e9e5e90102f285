"""What every registered tool keeps to, whatever it does."""

from __future__ import annotations

import asyncio
import json
import shutil
import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from smallcode.errors import BadInput
from smallcode.events.types import FileChanged
from smallcode.models.tokens import estimate_tokens
from smallcode.settings import default_settings
from smallcode.settings_schema import Settings
from smallcode.tooling import ToolBox, ToolContext, ToolResult
from smallcode.toolset import tool_names, tool_specs
from smallcode.wiring import INTERNAL_TOOLS, TOOL_MODULES, load_tools
from tests.tools.conftest import FILES, Bench, make_repository, write_files

SETTINGS = Settings.model_validate(default_settings())
BOX = load_tools(SETTINGS)

CALLS: dict[str, dict[str, Any]] = {
    "read": {"path": "notes.txt"},
    "list": {"path": "shop"},
    "find": {"pattern": "*.py"},
    "search": {"query": "total"},
    "search_and_read": {"query": "total"},
    "read_symbol": {"symbol": "total", "path": "shop/cart.py"},
    "write": {"path": "new.txt", "content": "made\n"},
    "edit": {"path": "notes.txt", "old": "two", "new": "2"},
    "replace_symbol": {"path": "shop/cart.py", "symbol": "total", "content": "def total(prices):\n    return 0\n"},
    "patch": {"path": "shop/cart.py", "old": "TAX = 0.2", "new": "TAX = 0.3"},
    "move": {"path": "notes.txt", "new_path": "moved.txt"},
    "delete": {"path": "notes.txt"},
    "rename_symbol": {"symbol": "total", "new_name": "sum_of", "path": "shop/cart.py"},
    "apply_edit": {"kind": "search_replace", "path": "notes.txt", "fields": {"old": "two", "new": "2"}},
    "run": {"command": "echo run >> log.txt; echo done"},
    "create_and_run": {"path": "new.sh", "content": "echo run >> log.txt\n", "command": "sh new.sh"},
    "run_tests": {},
    "git_status": {},
    "git_diff": {"path": "notes.txt"},
    "git_log": {"path": "notes.txt"},
    "todo": {"items": ["one step"]},
}
"""A call of each tool that works. A new tool needs one here, and is then held to all of this."""

NAMES = sorted(CALLS)
WRITERS = [name for name in NAMES if BOX.tools[name].effect == "writes"]
WITH_PATH = [name for name in NAMES if "path" in BOX.tools[name].arguments.model_fields]
CREATORS = {"write", "create_and_run"}
WITH_COMMAND = ["run", "create_and_run"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template")
    write_files(root, FILES)
    make_repository(root)
    return root


@pytest.fixture
def bench(tmp_path: Path, template: Path) -> Bench:
    root, folder = tmp_path / "project", tmp_path / "session"
    shutil.copytree(template, root)
    folder.mkdir()
    opened = Bench(root, folder, BOX)
    opened.validate(only=("python-syntax", "python-tests"))
    return opened


def tree(root: Path) -> dict[str, bytes]:
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and parts[0] != ".git" and not {"__pycache__", ".pytest_cache"} & set(parts):
            found["/".join(parts)] = path.read_bytes()
    return found


def test_every_registered_tool_is_configured_and_has_a_call_here():
    assert set(BOX.tools) == set(CALLS)
    assert set(tool_names()) == set(CALLS) - set(INTERNAL_TOOLS)
    modules = {path.stem for path in (Path(__file__).parents[2] / "tools").glob("*.py")}
    assert modules - {"__init__", "common"} == set(TOOL_MODULES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_described_in_one_short_line_and_its_arguments_are_typed(name):
    tool = BOX.tools[name]
    description = tool.description
    assert 0 < len(description) <= 100
    assert "\n" not in description
    assert description.endswith(".")
    assert issubclass(tool.arguments, BaseModel)
    assert tool.arguments.model_config.get("extra") == "forbid"
    schema = tool.schema()
    assert schema["name"] == name
    for argument, value in schema["parameters"]["properties"].items():
        assert value["type"] in ("string", "integer", "boolean", "array", "object"), argument
        assert set(value) <= {"type", "description", "enum", "items"}
        assert len(value.get("description", "")) <= 60
    hints = typing.get_type_hints(tool.function)
    assert hints["return"] is ToolResult
    assert hints[list(hints)[1]] is ToolContext


@pytest.mark.parametrize("name", NAMES)
def test_a_good_call_has_content_and_plain_details(bench, name):
    result = bench(name, **CALLS[name])
    assert not result.error, result.content
    assert result.content.strip()
    assert json.loads(json.dumps(result.details)) == result.details
    assert result.content.isprintable() or "\x1b" not in result.content


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_reports_every_change_as_an_event(bench, name):
    before = tree(bench.root)
    result = bench(name, **CALLS[name])
    changes = [FileChanged(**change) for change in result.details["changes"]]
    after = tree(bench.root)
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    named = {change.path for change in changes}
    assert differing - {CALLS[name]["path"]} <= named if name == "move" else differing == named
    assert all(change.diff for change in changes)


@pytest.mark.parametrize("name", [name for name in NAMES if BOX.tools[name].effect == "reads"])
def test_a_reader_changes_nothing(bench, name):
    before = tree(bench.root)
    bench(name, **CALLS[name])
    assert tree(bench.root) == before


@pytest.mark.parametrize("name", NAMES)
def test_bad_arguments_are_explained_and_nothing_is_done(bench, name):
    before = tree(bench.root)
    good = CALLS[name]
    required = [n for n, field in BOX.tools[name].arguments.model_fields.items() if field.is_required()]
    bad: list[tuple[dict[str, Any], str]] = [({**good, "no_such_argument": 1}, "no_such_argument")]
    bad += [({k: v for k, v in good.items() if k != missing}, f"{missing}: is missing") for missing in required]
    bad += [({**good, argument: {"a": [1]}}, argument) for argument in good if argument != "fields"]
    for arguments, mentioned in bad:
        result = bench(name, **arguments)
        assert result.error == "bad_arguments", (arguments, result)
        assert "nothing was done" in result.content
        assert mentioned in result.content
        assert len(result.content) < 700
    assert tree(bench.root) == before


@pytest.mark.parametrize("name", WITH_PATH)
def test_an_unknown_path_is_answered_with_what_to_do(bench, name):
    if name in CREATORS:
        assert not bench(name, **{**CALLS[name], "path": "deep/new/file.txt"}).error
        return
    result = bench(name, **{**CALLS[name], "path": "no/such/file.py"})
    assert result.error == "not_found", result
    assert "file.py" in result.content


@pytest.mark.parametrize("name", WITH_PATH)
@pytest.mark.parametrize("path", ["../outside.txt", "/etc/passwd", "shop/../../outside.txt", "way_out/outside.txt"])
def test_a_path_outside_of_the_project_is_refused(bench, name, path):
    outside = bench.root.parent / "outside.txt"
    outside.write_text("two\n")
    (bench.root / "way_out").symlink_to(bench.root.parent)
    before = tree(bench.root)
    result = bench(name, **{**CALLS[name], "path": path})
    assert result.error == "outside", result
    assert "outside the project" in result.content
    assert outside.read_text() == "two\n"
    assert tree(bench.root) == before


@pytest.mark.parametrize("name", WITH_PATH)
@pytest.mark.parametrize("path", [".env", ".git/config", "keys/id_rsa", "innocent.txt"])
def test_secrets_and_gits_own_files_are_refused(bench, name, path):
    write_files(bench.root, {"keys/id_rsa": "two PRIVATE\n"})
    (bench.root / "innocent.txt").symlink_to(".env")
    before = tree(bench.root)
    result = bench(name, **{**CALLS[name], "path": path})
    assert result.error == "refused", result
    assert "hunter2" not in result.content
    assert "PRIVATE" not in result.content
    assert tree(bench.root) == before


@pytest.mark.parametrize("name", ["read", "list", "find", "search", "search_and_read", "read_symbol", "rename_symbol",
                                  "run", "create_and_run", "git_status", "git_diff", "git_log"])  # fmt: skip
def test_a_huge_result_is_cut_and_says_by_which_limit(bench, name):
    body = "".join(f"    huge_name_{n} = big({n})\n" for n in range(9000))
    write_files(bench.root, {"huge.py": f"def big(x):\n    return x\n\n\ndef huge():\n{body}"})
    write_files(bench.root, {f"many/f{n:04}.py": f"from huge import big\n\n\nbig({n})\n" for n in range(150)})
    calls = {
        "read": {"path": "huge.py", "start": 1}, "list": {"path": "many"}, "find": {"pattern": "*.py"},
        "search": {"query": "big"}, "search_and_read": {"query": "big"}, "read_symbol": {"symbol": "huge"},
        "rename_symbol": {"symbol": "big", "new_name": "large", "path": "huge.py"}, "run": {"command": "cat huge.py"},
        "create_and_run": {"path": "x.txt", "content": "x\n", "command": "cat huge.py"}, "git_status": {},
        "git_diff": {}, "git_log": {"count": 99},
    }  # fmt: skip
    if name == "git_diff":
        write_files(bench.root, {"notes.txt": "x\n" * 20000})
    if name == "git_log":
        for n in range(40):
            write_files(bench.root, {"notes.txt": f"{n}\n"})
            make_repository(bench.root)
    result = bench(name, **calls[name])
    assert not result.error, result.content
    assert len(result.content) < 13_000
    assert "limit" in result.content


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_called_again_with_its_id_changes_nothing_more(bench, name):
    first = bench(name, call_id="c:1", **CALLS[name])
    after = tree(bench.root)
    bench.reopen()  # as after kill -9 between the change and the note of the call's result
    bench.validate(only=("python-syntax",))
    again = bench(name, call_id="c:1", **CALLS[name])
    assert not again.error, again.content
    assert again.details["changes"] == first.details["changes"]
    assert tree(bench.root) == after
    if name not in ("write", "replace_symbol"):  # with another id it is another call, which finds nothing to do
        assert bench(name, call_id="c:2", **CALLS[name]).error


@pytest.mark.parametrize("name", WITH_COMMAND)
def test_a_command_runs_at_most_once_by_its_id(bench, name):
    first = bench(name, call_id="c:1", **CALLS[name])
    bench.reopen()
    again = bench(name, call_id="c:1", **CALLS[name])
    assert bench.read("log.txt") == "run\n"
    assert again.content == first.content
    assert again.details["changes"] == first.details["changes"]
    bench(name, call_id="c:2", **{**CALLS[name], "path": "other.sh"} if name != "run" else CALLS[name])
    assert bench.read("log.txt") == "run\nrun\n"


@pytest.mark.parametrize("name", WITH_COMMAND)
def test_a_command_that_was_cut_off_is_reported_and_not_run(bench, name):
    bench.journal.begin("c:1:run", "run", command="x", before="")
    bench.reopen()
    result = bench(name, call_id="c:1", **CALLS[name])
    assert result.error == "interrupted"
    assert not (bench.root / "log.txt").exists()


def test_an_unknown_tool_is_answered_with_those_there_are(bench):
    result = bench("raed", path="x")
    assert result.error == "unknown_tool"
    assert "read, search, edit" in result.content
    assert "apply_edit" not in result.content


def test_guided_models_see_at_most_five_tools_and_larger_ones_all_within_the_budget():
    guided, agent = BOX.schemas("guided"), BOX.schemas("agent")
    assert BOX.schemas("workflow") == []
    assert 0 < len(guided) <= 5
    assert [tool["name"] for tool in agent] == tool_names()
    assert agent[: len(guided)] == guided, "a model of a higher level sees the same beginning"
    assert estimate_tokens(json.dumps(guided)) <= 400
    assert estimate_tokens(json.dumps(agent)) <= 1350
    assert "apply_edit" not in [tool["name"] for tool in BOX.schemas()]


def box_for(**tools: list[str]) -> ToolBox:
    """The tools of settings with these names under ``only`` and ``without``."""
    return load_tools(SETTINGS.model_copy(update={"tools": SETTINGS.tools.model_copy(update=tools)}))


def test_settings_choose_the_tools_and_offer_the_chosen_at_every_level():
    box = box_for(only=["git_log", "read", "run"], without=["run"])
    assert [tool["name"] for tool in box.schemas("guided")] == ["read", "git_log"]
    assert [tool["name"] for tool in box.schemas("agent")] == ["read", "git_log"]
    assert "apply_edit" in box.tools
    assert len(box_for(without=["edit"]).schemas("guided")) == len(BOX.schemas("guided")) - 1


@pytest.mark.parametrize("key", ["only", "without"])
def test_an_unknown_name_in_the_settings_is_an_error_that_names_the_nearest(key):
    with pytest.raises(BadInput, match=rf"tools\.{key}: unknown tool 'serach'. Did you mean 'search'\?"):
        box_for(**{key: ["serach"]})


def test_limits_come_from_the_configuration_and_the_users_limits_bind_commands():
    assert BOX.limits("search")["matches"] == tool_specs()["search"].limits["matches"]
    commands = SETTINGS.commands.model_copy(update={"seconds": 7.0, "output_characters": 900, "network": True})
    box = load_tools(SETTINGS.model_copy(update={"commands": commands}))
    assert box.limits("run") == {"seconds": 7, "characters": 900, "network": 1}
    assert box.limits("read") == BOX.limits("read")


def test_the_user_sets_single_limits_and_a_wrong_one_is_named():
    def limited(limits: dict[str, dict[str, int]]) -> ToolBox:
        tools = SETTINGS.tools.model_copy(update={"limits": limits})
        return load_tools(SETTINGS.model_copy(update={"tools": tools}))

    box = limited({"read": {"lines": 20}, "run": {"seconds": 5}})
    assert box.limits("read") == {**BOX.limits("read"), "lines": 20}
    assert box.limits("run")["seconds"] == 5
    with pytest.raises(BadInput, match=r"tools\.limits: unknown tool 'raed'. Did you mean 'read'\?"):
        limited({"raed": {"lines": 20}})
    with pytest.raises(BadInput, match=r"tools\.limits\.read: unknown limit 'line'. Did you mean 'lines'\?"):
        limited({"read": {"line": 20}})


def test_a_bug_in_a_tool_is_no_result(bench):
    def broken(args: Any, tools: ToolContext) -> ToolResult:
        """Fail."""
        raise ZeroDivisionError

    box = ToolBox(["read"])
    box.tools["read"] = replace(box.tools["read"], function=broken)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(box.call("read", {"path": "x"}, bench.context("read")))
