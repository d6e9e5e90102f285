"""Go tests: each package's test program is built, with the shared cache, and run, without it."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Sequence

from smallcode.validation.baseline import Baseline
from smallcode.validation.build_cache import project_cache, shared_cache
from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.golang import go_environment, go_problems, module_folder, module_name
from smallcode.validation.checks.outcomes import TestOutcome, TestRun, extend, flaky_of, judge
from smallcode.validation.project import Project
from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult

_MARK = "\x16"
"""What ``-test.v=test2json`` puts before each line of the test runner's own."""
_EVENT = re.compile(
    rf"^{_MARK}\s*(?P<kind>=== RUN|=== NAME|=== CONT|=== PAUSE|--- PASS|--- FAIL|--- SKIP):?\s*(?P<name>\S*)"
)
_PLACE = re.compile(r"^\s+(?P<file>[\w.-]+\.go):(?P<line>\d+): (?P<message>.*)", re.DOTALL)
_FRAME = re.compile(r"^\t(?P<path>/[^\s:]+\.go):(?P<line>\d+)", re.MULTILINE)
_IMPORT = re.compile(r'^\s*(?:import\s+)?(?:[\w.]+\s+)?"(?P<path>[^"\n]+)"', re.MULTILINE)
_BUILD = "build"


def _all_packages(project: Project) -> list[str]:
    """Folders of packages with tests, of all modules."""
    folders = {posixpath.dirname(f) for f in project.files if f.endswith("_test.go")}
    return sorted(f for f in folders if module_folder(project, posixpath.join(f, "x.go")) is not None)


def _chosen(round_: Round) -> list[str]:
    """Packages that the change can affect; at the end and when the task is about tests all, those first."""
    project = round_.project
    changed = {posixpath.dirname(c.path) for c in round_.every if c.path.endswith((".go", "go.mod"))}
    if not changed:
        return []
    packages = _all_packages(project)
    affected = [p for p in packages if _closure(project, p) & changed]
    if round_.purpose == "final" or round_.requirements.must_pass:
        return affected + [p for p in packages if p not in affected]
    return affected


def _closure(project: Project, package: str) -> set[str]:
    """A package's folder and those of the project's packages that it imports, directly or not."""
    folder = module_folder(project, posixpath.join(package, "x.go"))
    if folder is None:
        return {package}
    name = module_name(project, folder)
    seen: set[str] = set()
    waiting = [package]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        sources = [f for f in project.files if posixpath.dirname(f) == current and f.endswith(".go")]
        imports = {m["path"] for f in sources for m in _IMPORT.finditer(project.text(f) or "")}
        own = [posixpath.join(folder, i[len(name) + 1 :]) for i in imports if i == name or i.startswith(name + "/")]
        waiting += [posixpath.normpath(place).removeprefix(".") if place else "" for place in own]
    return seen


@only_if(lambda round_: bool(_chosen(round_)))
async def check_tests(round_: Round) -> list[CheckResult]:
    """Run the tests of the chosen packages; packages with failures run once more."""
    packages = await asyncio.to_thread(_chosen, round_)
    run = await run_tests(round_, packages)
    if run.problem and not run.tests:
        return [round_.result("not_checked", message=run.problem)]
    again = None
    suspects = [t for t in run.failed() if t.kind != "syntax" and round_.baseline.test(t.id) != "failed"]
    if suspects and round_.seconds > 1:
        again = await run_tests(round_, sorted({posixpath.dirname(t.id.partition("::")[0]) for t in suspects}))
    written = {c.path for c in round_.every}
    return [judge(round_, run, again, lambda test: test.partition("::")[0] in written, "go test")]


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """All tests; packages with failures run twice."""
    packages = await asyncio.to_thread(_all_packages, round_.project)
    if not packages or round_.toolchains.missing(["go"]):
        return found
    run = await run_tests(round_, packages)
    failing = sorted({posixpath.dirname(t.id.partition("::")[0]) for t in run.failed() if t.kind != "syntax"})
    flaky: set[str] = set()
    if failing and round_.seconds > 1:
        flaky = flaky_of(run, await run_tests(round_, failing))
    note = run.problem or ("" if run.complete else "The Go tests did not end within the time for the baseline.")
    return extend(found, round_.spec.name, run, flaky, note)


async def run_tests(round_: Round, packages: Sequence[str]) -> TestRun:
    """Build and run the tests of packages, one after the other."""
    tests: list[TestOutcome] = []
    complete, problem = True, ""
    for package in packages:
        run = await _run_package(round_, package)
        tests += run.tests
        complete = complete and run.complete
        problem = problem or run.problem
    return TestRun(tests, complete, problem)


async def _run_package(round_: Round, package: str) -> TestRun:
    folder = module_folder(round_.project, posixpath.join(package, "x.go")) or ""
    inside = posixpath.relpath(package or ".", folder or ".")
    cache = shared_cache("go")
    place = project_cache("go-tests", round_.project.root)
    program = place / f"{re.sub(r'[^A-Za-z0-9]', '_', package) or 'root'}.test"
    program.unlink(missing_ok=True)
    argv = [round_.toolchains.get("go") or "go", "test", "-c", "-vet=off", "-o", str(program), f"./{inside}"]
    built = await round_.runner.run(
        argv, seconds=round_.seconds, env=go_environment(cache), cwd=folder or None, caches=[cache, place]
    )
    text = plain(built.text)
    if built.timed_out:
        return TestRun(complete=False, problem="the tests could not be built in time")
    if built.exit_code:
        problems = go_problems(round_, text, folder)
        if not problems:
            return TestRun(complete=False, problem=f"go test: {tail(text, 200)}")
        failed = TestOutcome(
            id=posixpath.join(package, _BUILD), outcome="failed", kind="syntax", message=problems[0].message,
            path=problems[0].path, line=problems[0].line,
        )  # fmt: skip
        return TestRun([failed])
    if not program.exists():
        return TestRun()
    done = await round_.runner.run(
        [str(program), "-test.v=test2json", "-test.paniconexit0", f"-test.timeout={round_.limits.test_seconds:g}s"],
        seconds=round_.seconds, writable=round_.spec.writable, cwd=package or None, caches=[place],
    )  # fmt: skip
    tests = await asyncio.to_thread(read_tests, round_, package, done.text)
    if done.exit_code and not tests:
        return TestRun(complete=False, problem=f"the tests could not be run: {tail(plain(done.text), 200)}")
    return TestRun(tests, complete=done.exit_code == 0 or any(t.outcome == "failed" for t in tests))


def read_tests(round_: Round, package: str, output: str) -> list[TestOutcome]:
    """Single results from a test program's output; of a test with failed parts only the parts."""
    said: dict[str, list[str]] = {}
    ended: dict[str, str] = {}
    current = ""
    for line in output.splitlines():
        event = _EVENT.match(line)
        if event is None:
            if not line.startswith(_MARK):
                said.setdefault(current, []).append(line)
            continue
        current = event["name"]
        if event["kind"].startswith("---"):
            ended[current] = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}[event["kind"][4:]]
        elif current and event["kind"] == "=== RUN":
            ended.setdefault(current, "")
    crash = plain("\n".join(line for lines in said.values() for line in lines))
    touched = _touched(round_, package)
    found = []
    for name, outcome in ended.items():
        if outcome != "passed" and any(n.startswith(name + "/") and ended[n] in ("failed", "") for n in ended):
            continue
        text = plain("\n".join(said.get(name, [])))
        found.append(_outcome(round_, package, name, outcome, text, crash, touched))
    return found


def _touched(round_: Round, package: str) -> bool:
    changed = {posixpath.dirname(c.path) for c in round_.every if c.path.endswith(".go")}
    return bool(_closure(round_.project, package) & changed)


def _outcome(round_: Round, package: str, name: str, outcome: str, text: str, crash: str, touched: bool) -> TestOutcome:
    file = _file_of(round_.project, package, name)
    test_id = f"{file}::{name}"
    if outcome in ("passed", "skipped"):
        return TestOutcome(id=test_id, outcome=outcome, touched=touched)
    if "panic: " in text or not outcome:
        return _panic(round_, test_id, file, text if "panic: " in text else crash, touched)
    place = _PLACE.match(text.lstrip("\n\x0e\x0f"))
    path, line, message = file, 0, text.strip()
    if place:
        path, line = posixpath.join(package, place["file"]), int(place["line"])
        message = re.sub(r"\n\s+", "\n", place["message"]).strip()
    return TestOutcome(
        id=test_id, outcome="failed", kind="assertion", message=message[:800], path=path, line=line, touched=touched
    )


def _panic(round_: Round, test_id: str, file: str, text: str, touched: bool) -> TestOutcome:
    reason = text.partition("panic: ")[2].partition("\n")[0].partition(" [recovered")[0].strip()
    timeout = reason.startswith("test timed out")
    root = str(round_.project.root.resolve()) + "/"
    places = [(m["path"].removeprefix(root), int(m["line"])) for m in _FRAME.finditer(text)]
    own = [place for place in places if round_.project.text(place[0]) is not None]
    code = [place for place in own if not place[0].endswith("_test.go")]
    path, line = next(iter(code or own), (file, 0))
    return TestOutcome(
        id=test_id, outcome="failed", kind="timeout" if timeout else "exception", exception="panic",
        message="did not end" if timeout else reason or "the test program ended early", path=path, line=line,
        touched=touched,
    )  # fmt: skip


def _file_of(project: Project, package: str, name: str) -> str:
    top = name.partition("/")[0]
    own = [f for f in project.files if posixpath.dirname(f) == package and f.endswith("_test.go")]
    wanted = re.compile(rf"^func {re.escape(top)}\(", re.MULTILINE)
    return next((f for f in own if wanted.search(project.text(f) or "")), own[0] if own else package)
