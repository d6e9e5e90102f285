"""Start-up: the bare command, the way to the first request, and the memory that a whole run takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Sequence

from smallcode.evals.measures.processes import BUGGY, FIX, PROMPT, TEST, Ran, run, scratch, scripted, smallcode
from smallcode.evals.measures.table import Row, judged

VERSION_LIMIT = 4.0
BARE_GRAPH = """
import sys
from typing import TypedDict
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, StateGraph

class State(TypedDict):
    text: str

model = ChatOpenAI(model="scripted", base_url=sys.argv[1], api_key="none", max_retries=0)
graph = StateGraph(State)
graph.add_node("ask", lambda state: {"text": model.invoke(state["text"]).content})
graph.add_edge(START, "ask")
graph.add_edge("ask", END)
graph.compile().invoke({"text": "hello"})
"""
IMPORTED = """
import sys
before = set(sys.modules)
from smallcode.cli.main import main
main(["--version"])
print(len(set(sys.modules) - before), *sorted(n for n in set(sys.modules) - before if n.startswith("smallcode")))
"""


def version_rows(runs: int) -> list[Row]:
    """`smallcode --version` beside the interpreter alone, and what it imports."""
    pairs = [
        (run([sys.executable, "-c", "pass"]).seconds, run(smallcode("--version")).seconds) for _ in range(runs)
    ]  # taken in turns, so that a busy machine slows both
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    count, *names = done.stdout.splitlines()[-1].split()
    return [
        judged(
            "`smallcode --version` / `python -c pass`", ours / bare, VERSION_LIMIT, "{:.2f} x",
            note=f"{ours * 1000:.0f} ms / {bare * 1000:.0f} ms, median of {runs}",
        ),
        Row(what="modules that start-up imports", measured=count, note=", ".join(names)),
    ]  # fmt: skip


def first_request_rows(runs: int) -> list[Row]:
    """Seconds from the start of the process to the request's arrival, and the run's peak memory."""
    ours: list[tuple[float, Ran]] = []
    bare: list[tuple[float, Ran]] = []
    for _ in range(runs):
        bare.append(_until_request([sys.executable, "-c", BARE_GRAPH, "URL"]))
        command = ("run", "-p", PROMPT, "-m", "openai:scripted-1.5b", "--base-url", "URL")
        ours.append(_until_request(smallcode(*command)))
    alone, here = (statistics.median(seconds for seconds, _ in each) for each in (bare, ours))
    peak, peak_bare = (max(ran.peak_bytes for _, ran in each) / 2**20 for each in (ours, bare))
    return [
        Row(
            what="start to first model request", measured=f"{here:.2f} s",
            note=f"{here / alone:.2f} x a bare LangGraph graph ({alone:.2f} s), median of {runs}",
        ),
        Row(what="peak memory of the harness", measured=f"{peak:.0f} MiB", note=f"bare graph: {peak_bare:.0f} MiB"),
    ]  # fmt: skip


def _until_request(command: Sequence[str]) -> tuple[float, Ran]:
    with scratch({"calc.py": BUGGY, "test_calc.py": TEST}) as folder:
        with scripted(folder / "server", [{"say": FIX}]) as server:
            filled = [server.base_url if part == "URL" else part for part in command]
            ran = run(filled, cwd=folder / "project", home=folder / "home")
            asked = server.asked()
        if ran.exit_code or len(asked) != 1:
            raise RuntimeError(f"The run was not as expected (exit code {ran.exit_code}):\n{ran.output}")
        return asked[0]["at"] - ran.began, ran
