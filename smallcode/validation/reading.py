"""From the text of a task to what it clearly asks for. What is not clear becomes no requirement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from smallcode.code.testfiles import is_test_file
from smallcode.validation.project import TEST_SETTINGS
from smallcode.validation.requirements import NamedSymbol, Requirements
from smallcode.validation.task_examples import examples_in
from smallcode.validation.task_files import NamedFiles, files_in
from smallcode.validation.task_kept import kept_in
from smallcode.validation.task_literals import literals_in
from smallcode.validation.task_names import names_in
from smallcode.validation.task_renames import renames_in
from smallcode.validation.task_text import CREATE, TaskText, negated, read_task

_JAVASCRIPT = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts")
_SOURCE = (
    ".py",
    ".pyi",
    *_JAVASCRIPT,
    ".go",
    ".rs",
    ".java",
    ".rb",
    ".php",
    ".c",
    ".cpp",
    ".cs",
    ".kt",
    ".swift",
    ".lua",
    ".sh",
)
_MARKUP = (".html", ".htm")
_ASKS_TESTS = re.compile(
    r"\b(?:write|writing|add|adding|create|extend|generate|improve|expand|include|provide|implement|need|want|update|fix\s+up|"
    r"convert|port|migrate|refactor)\s+(?:\w+\s+|`[^`]*`\s+){0,4}?(?:(?:unit|regression|integration|end-to-end|e2e|pytest|"
    r"doc|property)[\s-]*)?(?:tests|test\s+(?:case|suite|coverage|file|module|class|function)s?|unittests?|a\s+test|"
    r"(?:unit|regression|integration)[\s-]tests?|test\s+for|specs)\b|\b(?:cover|covered)\s+(?:it|them|this|that|`[^`]*`)?\s*(?:\w+\s+)?"
    r"(?:by|with)\s+(?:\w+\s+)?tests?\b|\btest-?driven\b",
    re.IGNORECASE,
)
_NO_TESTS = re.compile(
    r"\b(?:do\s+not|don't|never|must\s+not|without|not)\s+(?:\w+\s+){0,2}?(?:chang|touch|modif|edit|alter|updat|writ|add|delet)\w*\s+"
    r"(?:\w+\s+){0,3}?(?:tests?|specs?)\b|\btests?\s+(?:files?\s+)?(?:must|should|may|can)\s*n[o']t\s+be\s+\w+|"
    r"(?<!has )(?<!have )(?<!had )(?<!is )(?<!are )(?<!were )\bno\s+(?:new\s+)?tests\b|"
    r"\bkeep(?:ing)?\s+(?:the\s+)?tests?\s+(?:unchanged|as)",
    re.IGNORECASE,
)
_MUST_PASS = re.compile(
    r"\btests?\b[^.;]{0,60}?\b(?:pass(?:es)?|succeed|go(?:es)?\s+green|green)\b|\b(?:failing|broken|red)\s+(?:unit\s+)?tests?\b|"
    r"\btests?\b[^.;]{0,40}?\b(?:fails?|failing|is\s+red|are\s+red)\b|\b(?:pass|passes|passing|satisf\w+)\s+(?:\w+\s+){0,3}?tests\b|"
    r"\bmake\s+(?:\S+\s+){0,4}?(?:tests?|suite)\b[^.;]{0,30}\bpass|\btest_\w+`?\s+(?:fails|is\s+failing)\b",
    re.IGNORECASE,
)
_REWRITE = re.compile(
    r"\bfrom\s+scratch\b|\breplace\s+(?:the\s+)?(?:whole|entire|complete)\b|\breplace\s+(?:the\s+)?contents?\b|\bstart\s+over\b|"
    r"\b(?:remove|delete|drop)\s+(?:all|any|every|the|its|these)?\s*(?:\w+\s+)?(?:unused|dead|deprecated|legacy|obsolete|duplicated?)\b|"
    r"\b(?:unused|dead|deprecated)\s+(?:code|functions?|methods?|imports?|classes)\b|\b(?:truncate|empty|shorten|strip\s+down)\s+(?:the|this|it|`)|"
    r"\b(?:remove|delete)\s+(?:all|every)\b",
    re.IGNORECASE,
)
_EDIT_TEST = re.compile(
    rf"\b(?:edit|update|change|modify|extend|refactor|rename|convert|rewrite|migrate|port|{CREATE})\b", re.I
)
_MANY = 200


def requirements_from(prompt: str, files: Iterable[str] = (), *, commands: Sequence[str] = ()) -> Requirements:
    """Read a task.

    Args:
        prompt: the task's text, in Markdown or plain.
        files: existing paths of the project, posix and relative.
        commands: the user's own success checks, from the task file.
    """
    existing = set(files)
    task = read_task(prompt)
    named = files_in(task, existing)
    things = names_in(task, existing)
    symbols = _placed(things.symbols, named)
    javascript = _speaks_of(
        task, named, _JAVASCRIPT, r"\b(?:javascript|typescript|node(?:\.?js)?|commonjs|es\s?modules?|module\.exports)\b"
    )
    markup = _speaks_of(task, named, _MARKUP, r"\b(?:html|web\s*page|form)\b")
    renames = renames_in(task)
    allowed = asks_for_tests(task, named, existing)
    return Requirements(
        names=symbols,
        files=named.required,
        absent=named.absent,
        exports=things.exports if javascript else [],
        renames=renames,
        removed=list(dict.fromkeys([*things.removed, *(r.old.rpartition(".")[2] for r in renames)])),
        fields=things.fields if markup else [],
        commands=list(commands),
        examples=[replace(e, file=_file_of_example(e.call, symbols)) for e in examples_in(task)],
        literals=literals_in(task),
        protect=[] if allowed else _protected(named, existing),
        kept=kept_in(task, sorted(existing)),
        tests_allowed=allowed,
        must_pass=any(_MUST_PASS.search(s.text) for s in task.sentences) and not allowed,
        rewrite=any(_REWRITE.search(s.text) for s in task.sentences),
    )


def _placed(symbols: list[NamedSymbol], named: NamedFiles) -> list[NamedSymbol]:
    """Symbols without a file belong to the one source file that the task names."""
    sources = [f for f in named.mentioned if f.endswith(_SOURCE) and not is_test_file(f) and f not in named.absent]
    only = sources[0] if len(sources) == 1 else ""
    placed = []
    for symbol in symbols:
        file = symbol.file if symbol.file not in named.absent else ""
        if file and not file.endswith((*_SOURCE, *_MARKUP)):
            file = ""
        placed.append(replace(symbol, file=file or only))
    return placed


def _file_of_example(call: str, symbols: list[NamedSymbol]) -> str:
    name = call.removeprefix("new ").partition("(")[0]
    return next((s.file for s in symbols if s.name == name), "")


def _speaks_of(task: TaskText, named: NamedFiles, endings: tuple[str, ...], words: str) -> bool:
    if any(f.endswith(endings) for f in named.mentioned):
        return True
    return re.search(words, task.prose, re.IGNORECASE) is not None


def asks_for_tests(task: TaskText, named: NamedFiles, existing: set[str]) -> bool:
    """True if tests are to be written or changed; a word against it wins."""
    if _NO_TESTS.search(task.prose):
        return False
    for sentence in task.sentences:
        match = _ASKS_TESTS.search(sentence.text)
        if match and not negated(sentence.text[: match.end()].rpartition(match[0])[0]):
            return True
    return any(is_test_file(f) and f not in existing for f in named.required)


def _protected(named: NamedFiles, existing: set[str]) -> list[str]:
    """Existing tests, and settings that decide which tests run; files that the task says to edit are free."""
    tests = sorted(f for f in existing if is_test_file(f) and f not in named.edited and f not in named.absent)
    if len(tests) > _MANY:
        folders = sorted({f.rpartition("/")[0] + "/" for f in tests})
        tests = [f"{_escape(folder)}*" for folder in folders if folder != "/" and "test" in folder]
        tests += sorted(_escape(f) for f in existing if is_test_file(f) and "/" not in f)
    else:
        tests = [_escape(f) for f in tests]
    return [*tests, *(pattern for pattern in TEST_SETTINGS if pattern not in named.edited)]


def _escape(path: str) -> str:
    import glob

    escaped = glob.escape(path)
    return escaped if "/" in escaped else f"./{escaped}"
