# ruff: noqa: E501 - tables of small pages
"""The small document that judges pages: parsing, style rules, and pages with scripts in a real Node."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.task import SUITES

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


@pytest.fixture
def page() -> Iterator[Any]:
    """The module as hidden checks see it."""
    sys.path.insert(0, str(SUITES / "lib"))
    import page as module

    yield module
    sys.path.remove(str(SUITES / "lib"))


class Site:
    """Writes a page and plays it."""

    def __init__(self, module: Any, folder: Path) -> None:
        self.module = module
        self.folder = folder

    def play(self, body: str, script: str, *steps: list[object], tag: str = "<script>", **stored: str) -> list[object]:
        html = f"<!doctype html><html><head><title>T</title></head><body>{body}{tag}{script}</script></body></html>"
        (self.folder / "page.html").write_text(html, encoding="utf-8")
        found: list[object] = self.module.play(str(self.folder / "page.html"), list(steps), stored=stored)
        return found


@pytest.fixture
def site(page: Any, tmp_path: Path) -> Site:
    return Site(page, tmp_path)


def test_rules_of_media_blocks_and_nested_rules_have_what_is_around_them(page: Any) -> None:
    css = """
    a, b:is(.x, .y) { color: Red; /* { */ margin: 0 }
    @media (max-width: 10px) { a { color: blue } }
    .card { padding: 1px; &:hover { top: 0 } h2, h3 { left: 0; } @media print { display: none } gap: 2px; }
    @import "x.css";
    p { --own: 1 }
    """
    assert page.rules(css) == [
        ("a", {"color": "red", "margin": "0"}), ("b:is(.x, .y)", {"color": "red", "margin": "0"}),
        ("@media (max-width: 10px) a", {"color": "blue"}),
        (".card", {"padding": "1px", "gap": "2px"}), (".card:hover", {"top": "0"}), (".card h2", {"left": "0"}),
        (".card h3", {"left": "0"}), ("@media print .card", {"display": "none"}), ("p", {"--own": "1"}),
    ]  # fmt: skip


def test_wrong_nesting_is_named(page: Any) -> None:
    assert page.parse("<main><p>a<p>b</main>").problems == []
    assert page.parse("<main><ul><li>a</ul></div></main><b>").problems == ["</div> closes nothing", "<b> is not closed"]


@needs_node
def test_selectors_find_what_a_browser_finds(site: Site) -> None:
    body = """<ul id=list class="a b"><li class="x">1</li><li data-k="v w">2</li><li>3</li></ul>
    <form><input type=checkbox checked><input type=text disabled><p><b>in</b></p></form><p>out</p>"""
    wanted = {
        "li": ["1", "2", "3"], "#list > .x": ["1"], "ul.a.b li:last-child": ["3"], "li + li": ["2", "3"], ".x ~ li": ["2", "3"],
        "li:not(.x):not(:last-child)": ["2"], '[data-k~="w"]': ["2"], "[data-k^=v]": ["2"], "li:nth-child(2n+1)": ["1", "3"],
        "form b, ul > b": ["in"], "form p": ["in"], "body > p": ["out"], "p:has(b)": ["in"], "ul p": [], "li:first-of-type": ["1"],
    }  # fmt: skip
    found = site.play(body, "", *[["texts", selector] for selector in wanted])
    assert dict(zip(wanted, found, strict=True)) == wanted
    assert site.play(body, "", ["count", "input:checked"], ["count", ":disabled"]) == [1, 1]
    with pytest.raises(AssertionError, match="not a valid selector"):
        site.play(body, "document.querySelector('li >')")


@needs_node
def test_markup_is_read_and_text_is_escaped(site: Site) -> None:
    script = """
    const box = document.getElementById("box");
    box.innerHTML = '<p class="one" data-long-name="7">a &amp; b<br>c</p><template><i>t</i></template>';
    box.insertAdjacentHTML("beforeend", "<ul><li>1<li>2</ul>");
    const p = document.createElement("p");
    p.textContent = "<b>";
    box.append(p, "tail");
    p.before(box.querySelector("template").content.cloneNode(true));
    box.querySelector(".one").dataset.longName += "8";
    box.querySelector(".one").style.backgroundColor = "red";
    """
    html = (
        '<p class="one" data-long-name="78" style="background-color: red">a &amp; b<br>c</p><template><i>t</i></template>'
        "<ul><li>1</li><li>2</li></ul><i>t</i><p>&lt;b&gt;</p>tail"
    )
    look: list[list[object]] = [["html", "#box"], ["count", "#box b"], ["style", ".one", "background-color"]]
    assert site.play("<div id=box></div>", script, *look) == [html, 0, "red"]


@needs_node
def test_events_bubble_and_can_be_stopped_and_prevented(site: Site) -> None:
    script = """
    const log = [];
    for (const id of ["outer", "inner"]) document.getElementById(id).addEventListener("click", () => log.push(id));
    document.addEventListener("click", (e) => log.push(e.target.id), true);
    document.getElementById("once").addEventListener("click", () => log.push("first"), { once: true });
    document.getElementById("stop").onclick = (e) => e.stopPropagation();
    document.getElementById("form").addEventListener("submit", (e) => { e.preventDefault(); log.push(new FormData(e.target).get("n")); });
    """
    body = """<div id=outer><button id=inner>a</button><button id=once>b</button><button id=stop>c</button></div>
    <form id=form><input name=n value=7><label for=box>L</label><input id=box type=checkbox><button id=send>s</button></form>"""
    clicks: list[list[object]] = [["click", f"#{name}"] for name in ("inner", "once", "once", "stop", "send")]
    *_, log, _, checked = site.play(body, script, *clicks, ["eval", "log"], ["click", "label"], ["checked", "#box"])
    assert log == ["inner", "inner", "outer", "once", "first", "outer", "once", "outer", "stop", "send", "7"]
    assert checked is True


@needs_node
def test_required_fields_hold_a_form_back(site: Site) -> None:
    script = "let sent = 0; document.forms[0].onsubmit = () => { sent++; return false; };"
    body = "<form><input id=a required><input id=m type=email><button>ok</button></form>"
    steps: list[list[object]] = [
        ["click", "button"],
        ["type", "#a", "x"],
        ["type", "#m", "no"],
        ["click", "button"],
        ["eval", "sent"],
    ]
    assert site.play(body, script, *steps, ["type", "#m", "a@b"], ["key", "#a", "Enter"], ["eval", "sent"])[4::3] == [
        0,
        1,
    ]


@needs_node
def test_time_passes_only_in_wait_steps(site: Site) -> None:
    script = """
    const out = document.getElementById("out");
    let n = 0;
    const tick = setInterval(() => { out.textContent = ++n; if (n === 3) clearInterval(tick); }, 100);
    setTimeout(() => { document.title = "late"; }, 250);
    Promise.resolve().then(() => { out.textContent = "micro"; });
    """
    look: list[list[object]] = [
        ["text", "#out"],
        ["wait", 100],
        ["text", "#out"],
        ["wait", 1000],
        ["text", "#out"],
        ["eval", "document.title"],
    ]
    assert site.play("<p id=out></p>", script, *look) == ["micro", None, "1", None, "3", "late"]


@needs_node
def test_scripts_run_when_a_browser_runs_them(site: Site, tmp_path: Path) -> None:
    (tmp_path / "early.js").write_text("window.early = document.querySelector('p') === null;")
    (tmp_path / "late.js").write_text("window.late = document.querySelector('p') !== null && document.readyState;")
    (tmp_path / "part.js").write_text("export const word = 'module';")
    (tmp_path / "page.html").write_text(
        "<head><script src=early.js></script><script src=late.js defer></script><script type=module>"
        "import { word } from './part.js'; window.word = word;</script><script type='application/json' id=data>{\"a\": 1}</script>"
        "</head><body><p>x</p></body>"
    )
    steps = [
        ["eval", name]
        for name in ("early", "late", "word", "JSON.parse(document.getElementById('data').textContent).a")
    ]
    assert site.module.play(str(tmp_path / "page.html"), steps) == [True, "interactive", "module", 1]


@needs_node
def test_storage_focus_and_what_is_shown(site: Site) -> None:
    script = """
    localStorage.setItem("n", Number(localStorage.getItem("n")) + 1);
    document.getElementById("x").focus();
    alert("hello");
    """
    body = "<section hidden><p>a</p></section><p style='display: none'>b</p><p>c</p><input id=x>"
    look: list[list[object]] = [
        ["stored", "n"],
        ["focused", "#x"],
        ["shown", "p"],
        ["hidden", "section p"],
        ["dialogs"],
    ]
    assert site.play(body, script, *look, n="4") == ["5", True, ["c"], True, ["hello"]]


@needs_node
def test_a_failing_script_and_a_missing_element_are_failures(site: Site) -> None:
    with pytest.raises(AssertionError, match="nothing is not defined"):
        site.play("", "nothing();")
    with pytest.raises(AssertionError, match="the page has no #gone"):
        site.play("", "", ["click", "#gone"])
