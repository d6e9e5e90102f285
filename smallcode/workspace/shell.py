"""What a shell text would run, by the bash grammar: every simple command in it, however deep, and every
redirection.

Words are evaluated as far as that is possible without running anything (quotes, escapes, braces, variables
that the text itself sets); what only the shell can know becomes ``UNKNOWN`` inside the word.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smallcode.code.syntax import walk

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

UNKNOWN = "\0"
SPLIT = "\1"
"""Stands for white space that came out of an unquoted expansion: the shell splits words there."""
EXPANSIONS_LIMIT = 64
_ANSI = re.compile(r"\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|c.|.)", re.DOTALL)
_NEGATION = re.compile(r"(^|[;&|({\n]|\b(?:then|do|else|if|while|until)\b)(?:\s*!\s)+")
_LETTERS = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "e": "\x1b",
    "E": "\x1b",
}


@dataclass
class Script:
    """What was found in a shell text."""

    commands: list[list[str]] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    """Targets of redirections that write."""
    reads: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    """Bodies of here-documents and here-strings."""
    assigned: set[str] = field(default_factory=set)
    """Variables set for a command or exported."""
    functions: set[str] = field(default_factory=set)
    fork_bomb: bool = False
    problem: str = ""
    """Why the text could not be understood; empty if it was."""


@functools.cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_bash

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def parse_script(text: str) -> Script:
    """Find the commands in a shell text. Never raises; ``problem`` tells what was not understood."""
    script = Script()
    _parse_into(script, text)
    # The shell joins lines that end in a backslash, but not in comments; the grammar does not inside words. It takes
    # `! {` for a command. So such texts are read a second time in the other way.
    other = _NEGATION.sub(r"\1 ", text.replace("\\\n", ""))
    if other != text:
        _parse_into(script, other)
    return script


def _parse_into(script: Script, text: str) -> None:
    source = text.encode("utf-8", "replace")
    root = _parser().parse(source).root_node
    if root.has_error:
        script.problem = "the shell text can't be parsed"
    if any(unicode < " " and unicode not in "\t\n" for unicode in text):
        script.problem = "control characters in the shell text"
    nodes = list(walk(root))
    words = _Words(source, nodes)
    for node in nodes:
        _take(node, script, words)


def _take(node: Node, script: Script, words: _Words) -> None:
    kind = node.type
    if kind == "command":
        _take_command(node, script, words)
    elif kind == "declaration_command":
        script.assigned |= {words.name_of(child) for child in node.named_children}
    elif kind == "function_definition":
        name = words.text(node.child_by_field_name("name"))
        script.functions.add(name)
        calls = [words.text(child) for child in walk(node) if child.type == "command_name"]
        script.fork_bomb = script.fork_bomb or name in calls
    elif kind == "file_redirect":
        _take_redirect(node, script, words)
    elif kind == "heredoc_body":
        script.documents.append(words.text(node))
    elif kind == "herestring_redirect":
        script.documents += [word for child in node.named_children for word in words.values(child)]


def _take_command(node: Node, script: Script, words: _Words) -> None:
    argv: list[str] = []
    for child in node.named_children:
        if child.type == "variable_assignment":
            script.assigned.add(words.name_of(child))
        elif child.type not in ("file_redirect", "herestring_redirect", "heredoc_redirect", "comment"):
            argv += words.values(child)
    if argv:
        script.commands.append(argv)


def _take_redirect(node: Node, script: Script, words: _Words) -> None:
    operators = {child.type for child in node.children if not child.is_named}
    target = node.child_by_field_name("destination")
    if target is None or target.type == "number" or words.text(target) == "-":
        return
    (script.reads if operators <= {"<", "<&"} else script.writes).extend(words.values(target))


class _Words:
    """Evaluates word nodes; knows the variables that the text sets to one literal value."""

    def __init__(self, source: bytes, nodes: list[Node]) -> None:
        self.source = source
        self.variables = {"HOME": "~", "PWD": ".", "IFS": " "}
        found: dict[str, set[str]] = {}
        for node in nodes:
            if node.type == "variable_assignment":
                value = node.child_by_field_name("value")
                found.setdefault(self.name_of(node), set()).add("".join(self.values(value)) if value else "")
            elif node.type == "for_statement":
                first, *values = [child for child in node.named_children if child.type != "do_group"]
                found.setdefault(self.text(first), set()).update(w for v in values for w in self.values(v))
        # Names that are set in several ways (read, loops with more values) stay unknown.
        self.variables |= {name: next(iter(v)) if len(v) == 1 else UNKNOWN for name, v in found.items()}

    def text(self, node: Node | None) -> str:
        """The source of a node."""
        return "" if node is None else self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name_of(self, node: Node) -> str:
        """The variable that an assignment or declaration sets."""
        return self.text(node.child_by_field_name("name")) or self.text(node).split("=")[0]

    def values(self, node: Node) -> list[str]:
        """The words that a node becomes: one, or more by braces and splitting."""
        value = self._value(node)
        parts = [node, *node.children, *(c for child in node.children for c in child.children)]
        braces = any(part.type == "word" and "{" in self.text(part) for part in parts) if "{" in value else False
        expanded = expand_braces(value) if braces else [value]
        return [word for text in expanded for word in text.split(SPLIT) if word or SPLIT not in text]

    def _value(self, node: Node) -> str:
        kind = node.type
        if kind in ("word", "number", "variable_name", "special_variable_name"):
            return re.sub(r"\\(.)", r"\1", self.text(node), flags=re.DOTALL)
        if kind == "raw_string":
            return self.text(node)[1:-1]
        if kind == "ansi_c_string":
            return _ANSI.sub(_unescape, self.text(node)[2:-1])
        if kind in ("string", "translated_string"):
            return self._quoted(node)
        if kind in ("command_name", "concatenation"):
            return "".join(self._value(c) if c.is_named else self.text(c) for c in node.children)
        if kind in ("simple_expansion", "expansion"):
            return re.sub(r"\s+", SPLIT, self._variable(node))
        return UNKNOWN

    def _quoted(self, node: Node) -> str:
        """Between double quotes: text with its escapes, and expansions that are not split."""
        parts, position = [], node.start_byte + self.text(node).index('"') + 1
        for child in [*node.named_children, None]:
            if child is not None and child.type == "string_content":
                continue
            end = node.end_byte - 1 if child is None else child.start_byte
            plain = self.source[position:end].decode("utf-8", "replace")
            parts.append(re.sub(r'\\([$`"\\])', r"\1", plain))
            if child is not None:
                expands = child.type in ("simple_expansion", "expansion")
                parts.append(self._variable(child) if expands else self._value(child))
                position = child.end_byte
        return "".join(parts)

    def _variable(self, node: Node) -> str:
        named = node.named_children
        plain = len(named) == 1 and self.text(node) in (
            f"${self.text(named[0])}",
            f"${{{self.text(named[0])}}}",
        )
        return self.variables.get(self.text(named[0]), UNKNOWN) if plain else UNKNOWN


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "xuU" and len(code) > 1:
        return chr(min(int(code[1:], 16), 0x10FFFF))
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    if code[0] == "c" and len(code) > 1:
        return chr(ord(code[1]) & 0x1F)
    return _LETTERS.get(code, code)


def expand_braces(word: str) -> list[str]:
    """``a{b,c}`` becomes ``ab ac``, as the shell does it; ranges become unknown."""
    done: list[str] = []
    todo = [word]
    while todo:
        text = todo.pop(0)
        match = re.search(r"\{([^{}]*(?:,|\.\.)[^{}]*)\}", text)
        if match is None or len(done) + len(todo) > EXPANSIONS_LIMIT:
            done.append(text if match is None else UNKNOWN)
            continue
        options = match.group(1).split(",") if "," in match.group(1) else [UNKNOWN]
        todo = [text[: match.start()] + option + text[match.end() :] for option in options] + todo
    return done
