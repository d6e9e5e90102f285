"""@ references: what they mean, what they cost, what is left out and why, and how they are completed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.chat.completion import complete
from smallcode.chat.front import Notice
from smallcode.chat.project import view_of
from smallcode.chat.references import references_in, resolve, suggest
from smallcode.chat.types import Attachment
from smallcode.events.chat import ShellRan, TurnEnded, TurnStarted
from smallcode.events.sink import EventSink
from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import write_files
from tests.chat.conftest import Desk, repl

SHOP = '''"""A shop."""


class Cart:
    def total(self):
        return sum(self.prices)


def total(prices):
    return sum(prices)


def parse_args(argv):
    return argv
'''


@pytest.fixture
def shop(project: Path) -> Path:
    write_files(project, {"src/shop.py": SHOP, "src/deep/notes.txt": "one\ntwo\nthree\n", "my file.md": "# Mine\n"})
    return project


async def attached(desk: Desk, text: str) -> list[Attachment]:
    sent, attachments, notices = await resolve(desk, text)  # type: ignore[arg-type]
    assert sent == text
    desk.shown += notices
    return attachments


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see @src/a.py.", ["src/a.py"]),
        ("(@a.py, @b.py:3-4)", ["a.py", "b.py:3-4"]),
        ('@"my file.py:2" and @"my file.py:2"', ["my file.py:2"]),
        ("me@example.com and a/@b", []),
        ("`@property` and ```\n@dataclass\n``` and @x", ["x"]),
        ("@ alone, @@twice", []),
        ("@HEAD~1 @main..HEAD @HEAD:src/a.py @Cart.total?", ["HEAD~1", "main..HEAD", "HEAD:src/a.py", "Cart.total"]),
    ],
)
def test_references_are_found_but_not_in_code_or_addresses(text: str, found: list[str]) -> None:
    assert references_in(text) == found


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(isinstance(name, str) and name for name in references_in(text))


async def test_files_lines_symbols_and_folders_are_attached_with_their_cost(desk: Desk, shop: Path) -> None:
    found = await attached(
        desk, '@src/shop.py @src/shop.py:9-10 @src/shop.py:13- @parse_args @src/shop.py:Cart @src/ @"my file.md"'
    )
    assert [(one.kind, one.path) for one in found] == [
        ("file", "src/shop.py"), ("lines", "src/shop.py"), ("lines", "src/shop.py"), ("symbol", "src/shop.py"),
        ("symbol", "src/shop.py"), ("folder", "src"), ("file", "my file.md"),
    ]  # fmt: skip
    assert found[1].text == "def total(prices):\n    return sum(prices)"
    assert found[1].first_line == 9
    assert found[2].text == "def parse_args(argv):\n    return argv"
    assert found[3].text == found[2].text
    assert found[3].symbol == "parse_args"
    assert found[4].text.startswith("class Cart:")
    assert "src/shop.py: Cart, total, parse_args" in found[5].text
    assert all(one.tokens == len(one.text.split()) and one.whole for one in found)
    assert f"attached: @src/shop.py ({len(SHOP.split())} tokens), @src/shop.py:9-10 (" in desk.said


async def test_lines_that_are_not_there_are_told(desk: Desk, shop: Path) -> None:
    assert await attached(desk, "@src/shop.py:90-95 @src/shop.py:5-2 @src/shop.py:nothing") == []
    assert "src/shop.py has 14 lines" in desk.said
    assert "@src/shop.py:nothing: nothing in this project is called so" in desk.said


async def test_a_name_with_several_meanings_is_asked_about(desk: Desk, shop: Path) -> None:
    write_files(shop, {"src/other.py": "def total():\n    pass\n"})
    assert await attached(desk, "@total") == []
    assert "has 2 meanings and was left out" in desk.said
    desk.answers = ["1"]
    [chosen] = await attached(desk, "@total")
    assert chosen.path == "src/shop.py"
    assert [option.label for option in desk.asked[-1][1]] == ["src/other.py:1", "src/shop.py:9"]


async def test_what_is_not_there_stays_in_the_message_and_near_names_are_told(desk: Desk, shop: Path) -> None:
    assert await attached(desk, "@src/shop.pi and @nobody") == []
    assert "Near names: @src/shop.py" in desk.said
    assert "@nobody: nothing in this project is called so; it is sent as it is" in desk.said


async def test_secrets_git_the_outside_binaries_and_images_are_refused_politely(desk: Desk, shop: Path) -> None:
    write_files(shop, {".env": "KEY=1\n", "key/id_rsa": "x\n"})
    write_files(shop.parent, {"outside.txt": "far\n"})
    (shop / "data.bin").write_bytes(b"\0\1\2")
    (shop / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (shop / "way_out").symlink_to(shop.parent / "outside.txt")
    subprocess.run(["git", "init", "-q"], cwd=shop, check=True)
    asked = "@.env @key/id_rsa @../outside.txt @/etc/passwd @way_out @.git/config @data.bin @logo.png"
    assert await attached(desk, asked) == []
    assert "@logo.png is an image, which openai:scripted-1.5b can't read" in desk.said
    assert "@data.bin is a binary file" in desk.said
    for name in (".env", "key/id_rsa", ".git/config"):
        assert f"@{name} was left out: it may hold secrets" in desk.said
    for name in ("../outside.txt", "/etc/passwd", "way_out"):
        assert f"@{name}" in desk.said
    assert "far" not in desk.said


async def test_hostile_names_neither_harm_the_terminal_nor_lead_out(desk: Desk, shop: Path) -> None:
    name = "evil\x1b]0;title\x07\u202ename.py"
    (shop / name).write_text("x = 1\n")
    (shop / os.fsdecode(b"broken\xff.py")).write_text("y = 1\n")
    [found] = await attached(desk, f'@"{name}"')
    assert found.text == "x = 1\n"
    await attached(desk, '@"no\x1b[2Jthing" @"a\0b" @' + "x" * 300 + " @" + "../" * 60 + "etc/passwd")
    assert "\x1b" not in "".join(block.text for block in desk.shown[1:] if isinstance(block, Notice))
    assert [s for s in suggest(view_of(desk.conversation.session), "broken") if "\udcff" in s.text] == []


async def test_large_things_are_offered_as_an_outline(desk: Desk, shop: Path) -> None:
    body = "".join(f"def function_{n}(a):\n" + "    a += 1\n" * 40 + "    return a\n\n\n" for n in range(40))
    write_files(shop, {"big.py": body, "big.txt": "word " * 200 + "\n" + "some line here\n" * 2000})
    [outline] = await attached(desk, "@big.py")  # nobody answers
    assert not outline.whole
    assert "function_39(a)" in outline.text
    assert "a += 1" not in outline.text
    title, options = desk.asked[0]
    assert "@big.py is large: about" in title
    assert [option.value for option in options] == ["outline", "whole", "none"]
    desk.answers = ["whole", "none"]
    [whole] = await attached(desk, "@big.py")
    assert whole.text == body
    assert await attached(desk, "@big.txt") == []
    assert "@big.txt was left out" in desk.said


def commit(root: Path, message: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", *identity, "commit", "-qm", message], cwd=root, check=True)


async def test_git_revisions_are_attached_without_secrets_and_without_running_anything(desk: Desk, shop: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=shop, check=True)
    write_files(shop, {".env": "KEY=first\n"})
    commit(shop, "first words")
    write_files(shop, {"src/shop.py": SHOP + "\nMORE = 1\n", ".env": "KEY=second\n"})
    commit(shop, "more of it")
    (shop / "calc.py").write_text("changed = True\n")
    (shop / "new.txt").write_text("new\n")
    subprocess.run(["git", "config", "diff.external", f"touch {shop}/RAN"], cwd=shop, check=True)
    subprocess.run(["git", "config", "core.fsmonitor", f"touch {shop}/RAN"], cwd=shop, check=True)
    found = {one.label: one for one in await attached(desk, "@diff @HEAD @HEAD~1 @HEAD~1..HEAD @HEAD:src/shop.py")}
    assert "+changed = True" in found["@diff"].text
    assert "new.txt" in found["@diff"].text
    assert "more of it" in found["@HEAD"].text
    assert "+MORE = 1" in found["@HEAD"].text
    assert "+def parse_args" in found["@HEAD~1"].text
    assert found["@HEAD~1..HEAD"].kind == "revision"
    assert found["@HEAD:src/shop.py"].text.endswith("MORE = 1\n")
    assert not any("KEY=" in one.text for one in found.values())
    assert "1 files that may hold secrets are left out" in found["@HEAD"].text
    assert await attached(desk, "@HEAD:.env @--output=x @main@{upstream} @nope..HEAD") == []
    assert not (shop / "RAN").exists()


async def test_without_a_repository_a_diff_is_refused(desk: Desk, shop: Path) -> None:
    assert await attached(desk, "@diff") == []
    assert "in no git repository" in desk.said


async def test_earlier_turns_and_outputs_are_attached(desk: Desk, shop: Path) -> None:
    sink = EventSink(desk.conversation.session.events_path)
    sink.emit(TurnStarted(turn=1, text="What is it?"))
    sink.emit(TurnEnded(turn=1, outcome="answered", answer="A shop."))
    sink.emit(ShellRan(command="make", exit_code=2, output="\x1b[31mno rule\x1b[0m", shared=True))
    sink.close()
    turn, output, same = await attached(desk, "@turn:1 @output @output:1")
    assert "A shop." in turn.text
    assert output.text == same.text == "$ make\nno rule"
    assert await attached(desk, "@output:9") == []


def test_completion_finds_files_folders_symbols_lines_and_revisions(desk: Desk, shop: Path) -> None:
    view = view_of(desk.conversation.session)
    labels = lambda prefix: [s.label for s in suggest(view, prefix)]  # noqa: E731
    assert labels("shop")[0] == "src/shop.py"
    assert labels("srcdeep")[0] == "src/deep/"
    assert "parse_args" in labels("pargs")
    assert labels("src/shop.py:par") == ["src/shop.py:parse_args"]
    assert labels("src/shop.py:9") == ["src/shop.py:9-10"]
    assert '@"my file.md"' in [s.text for s in suggest(view, "mine") + suggest(view, "my f")]
    assert {"@diff", "@staged", "@turn", "@output"} <= set(labels(""))
    assert complete(desk, "look at @sho")[0] == len("@sho")  # type: ignore[arg-type]
    assert complete(desk, "mail me@sho") == (0, [])  # type: ignore[arg-type]


def test_the_model_is_shown_what_was_attached(project: Path) -> None:
    with ScriptedServer([Say("It subtracts.", expect=("return a - b",))]) as server:
        done = repl(project, server, "What does @add do?")
    assert "attached: @add (" in done.out
    assert "It subtracts." in done.out
