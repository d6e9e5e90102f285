"""The page of a report and its replays: self-contained, readable by all, and deaf to hostile text."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.errors import BadInput
from smallcode.evals.report import write_report
from smallcode.events.sink import EventSink
from smallcode.events.types import FileChanged, LeverChosen, ModelReplied, RunEnded, ToolEnded, Warned
from tests.evals.results_made import result, write

EVIL = "<script>alert(1)</script>\"'><img src=http://evil.example/x onerror=alert(2)>\x1b[2J\x1b]0;t\x07\u202e{{7*7}}"
LINE = "\x1b[31mred\x1b[0m & <b>bold</b>"


class Page(HTMLParser):
    """Elements, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def harmless(text: str) -> Page:
    """The page, after a look for anything that could run, load or hide."""
    page = Page(text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "b",
        "image",
        "foreignobject",
    }
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")], tag
        target = attributes.get("href") or ""
        assert not re.match(r"\s*[a-z]+:", target) and not target.startswith("//"), target
    assert "\x1b" not in text and "\u202e" not in text and "@import" not in text and "url(http" not in text
    [policy] = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return page


def log(results: Path, folder: str, *events: Any) -> None:
    job = results.with_name(f"{results.name}.work") / folder
    job.mkdir(parents=True)
    sink = EventSink(job / "events.jsonl")
    for event in events:
        sink.emit(event)
    sink.close()


def files(tmp_path: Path) -> list[Path]:
    """Two agents on tasks of several categories, one job with its events."""
    bare = write(
        tmp_path / "bare.jsonl",
        *(result(f"t{i}", i % 3 == 0, half="closed" if i % 2 else "tuning", category=f"c{i % 4}") for i in range(16)),
    )
    ours = write(
        tmp_path / "ours.jsonl",
        *(
            result(f"t{i}", i % 3 != 0, agent="smallcode", half="closed" if i % 2 else "tuning", category=f"c{i % 4}",
                   folder=f"job{i}", cause="" if i % 3 else "loop")
            for i in range(16)
        ),
    )  # fmt: skip
    reply = ModelReplied(
        conversation=1, text="calc.py\nreturn a + b", finish="stop", prompt_tokens=9, cached_tokens=0,
        completion_tokens=5, seconds=1.0,
    )  # fmt: skip
    changed = FileChanged(path="calc.py", kind="modified", diff="@@ -1 +1 @@\n-old\n+new\n", added=1, removed=1)
    chosen = LeverChosen(lever="repair", reason="It comes first.", legal=["repair"], error_kind="tests")
    log(ours, "job3", reply, changed, chosen, RunEnded(outcome="solved", exit_code=0))
    return [bare, ours]


def test_the_page_holds_all_that_the_markdown_says(tmp_path: Path) -> None:
    written = write_report(files(tmp_path), tmp_path / "out" / "report.html")
    page = harmless((tmp_path / "out" / "report.html").read_text())
    assert (tmp_path / "out" / "report.md").read_text() == written.markdown
    headings = re.findall(r"^## (.*)$", written.markdown, re.MULTILINE)
    ids = [attributes.get("id") for _, attributes in page.elements if attributes.get("id")]
    assert len(headings) >= 9 and all(heading in page.text for heading in headings)
    assert len(ids) == len(set(ids))
    assert {a["href"] for a in page.all("a") if (a["href"] or "").startswith("#")} <= {f"#{name}" for name in ids}
    assert "McNemar" in page.text and "Newcombe" in page.text and "Davison" in page.text


def test_charts_have_words_for_those_who_cannot_see_them_and_no_colours_of_their_own(tmp_path: Path) -> None:
    write_report(files(tmp_path), tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text()
    drawings = re.findall(r"<svg .*?</svg>", text, re.DOTALL)
    assert len(drawings) == 6
    for svg in drawings:
        assert 'role="img"' in svg
        names = re.search(r'aria-labelledby="(\S+) (\S+)"', svg)
        assert names is not None
        for name in names.groups():
            said = re.search(rf'id="{name}">([^<]+)<', svg)
            assert said is not None and len(said[1]) > 8
        assert "style=" not in svg and not re.search(r'"#[0-9a-f]{6}"', svg)
        assert {m for m in re.findall(r'(?:fill|stroke)="([^"]+)"', svg)} <= {
            "none", "currentColor", "var(--grid)", "var(--surface)", *(f"var(--series-{i})" for i in range(1, 9)),
        } | set(re.findall(r"url\(#[^)]+\)", svg))  # fmt: skip
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    for variable in set(re.findall(r"var\((--[a-z0-9-]+)\)", text)):
        assert style.count(f"{variable}:") == 2, f"{variable} is for light and for dark"


def test_the_same_results_make_the_same_bytes(tmp_path: Path) -> None:
    made = files(tmp_path)
    command = [sys.executable, "-m", "smallcode", "eval", "report", *map(str, made), "-o"]
    texts = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        done = subprocess.run(
            [*command, str(folder / "r.html")],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.returncode == 0, done.stderr
        texts.append({p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()})
    assert texts[0] == texts[1] and len(texts[0]) == 3


def test_each_job_links_to_its_replay(tmp_path: Path) -> None:
    written = write_report(files(tmp_path), tmp_path / "report.html")
    page = harmless((tmp_path / "report.html").read_text())
    links = [a["href"] for a in page.all("a") if "replays/" in (a["href"] or "")]
    assert links == ["report.replays/0001-own-t3-smallcode-s1.html"] and written.replays == 1
    assert f"]({links[0]})" in written.markdown
    replay = harmless((tmp_path / str(links[0])).read_text())
    assert [a["href"] for a in replay.all("a")] == ["../report.html"]
    assert "calc.py\nreturn a + b" in replay.text and "next: repair. It comes first." in replay.text
    assert "wrong_answer" not in replay.text and "loop" in replay.text
    classes = [a.get("class") for a in replay.all("pre")]
    assert {"removed", "added", "place", "good"} <= set(classes)


def test_replays_can_be_left_out(tmp_path: Path) -> None:
    written = write_report(files(tmp_path), tmp_path / "report.html", replays=False)
    assert written.replays == 0 and not (tmp_path / "report.replays").exists()


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl",
        result(EVIL, False, agent=EVIL, model=EVIL, category=EVIL, half=EVIL, reason=EVIL, failed_check=EVIL,
               cause=EVIL, settings=[EVIL], version=EVIL, folder="job", refused_by=EVIL),
        result("$x_{$ _^", False, agent="_hidden", model="m", category="日本 $\\frac{$", half="closed", reason=LINE),
        result("gone", False, outcome="not_run", reason=EVIL),
    )  # fmt: skip
    log(
        path, "job", Warned(message=EVIL), ToolEnded(call="1", tool=EVIL, outcome="error", content=EVIL + LINE),
        ModelReplied(conversation=1, text=EVIL, reasoning=EVIL, finish=EVIL, prompt_tokens=1, cached_tokens=0,
                     completion_tokens=1, seconds=1.0),
        FileChanged(path=EVIL, kind="created", diff=f"+{EVIL}\n-{EVIL}", added=1, removed=0),
        RunEnded(outcome=EVIL, exit_code=1, reason=EVIL, advice=[EVIL], checks=[{"check": EVIL, "status": EVIL}]),
    )  # fmt: skip
    write_report([path], tmp_path / "report.html")
    page = harmless((tmp_path / "report.html").read_text())
    assert "alert(1)" in page.text and "{{7*7}}" in page.text and "49" not in page.text
    [replay] = (tmp_path / "report.replays").iterdir()
    assert re.fullmatch(r"[A-Za-z0-9.-]+", replay.name) and len(replay.name) < 160
    seen = harmless(replay.read_text())
    assert seen.text.count("alert(1)") > 8 and "\x1b" not in html.unescape(replay.read_text())


def test_a_results_file_leads_nowhere_else(tmp_path: Path) -> None:
    secret = tmp_path / "outside" / "events.jsonl"
    secret.parent.mkdir()
    secret.write_text(Warned(message="SECRET").model_dump_json() + "\n")
    path = write(
        tmp_path / "r.jsonl", result("a", True, folder="../outside"), result("b", True, folder=str(secret.parent)),
        result("c", True, folder="link"),
    )  # fmt: skip
    work = tmp_path / "r.jsonl.work"
    work.mkdir()
    (work / "link").symlink_to(secret.parent)
    assert write_report([path], tmp_path / "report.html").replays == 0


def test_an_endless_log_is_cut_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", result("a", True, folder="job"))
    log(path, "job", Warned(message="x" * 50_000), *(Warned(message=f"line {i}") for i in range(3100)))
    write_report([path], tmp_path / "report.html")
    [replay] = (tmp_path / "report.replays").iterdir()
    text = replay.read_text()
    assert "30000 more characters" in text and "101 more events" in text and len(text) < 600_000


def test_without_matplotlib_there_are_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    made = [str(path) for path in files(tmp_path)]
    assert main(["eval", "report", *made, "-o", str(tmp_path / "r.html")]) == 0
    assert "no charts: matplotlib is missing" in capsys.readouterr().err
    assert "<svg" not in (tmp_path / "r.html").read_text() and "<table" in (tmp_path / "r.html").read_text()


def test_a_place_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="can't be written"):
        write_report(files(tmp_path), tmp_path / "file" / "r.html")


def test_nothing_tried_makes_a_page_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", result("a", False, outcome="not_run", reason="not on this machine: go"))
    written = write_report([path], tmp_path / "r.html")
    assert "not on this machine: go" in harmless((tmp_path / "r.html").read_text()).text
    assert "## Not run" in written.markdown
