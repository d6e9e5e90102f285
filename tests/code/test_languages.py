"""Which language a path is in, and that every language's entry works."""

from __future__ import annotations

import pytest

from smallcode.code.languages import fence_tag, language_named, language_of, languages
from smallcode.code.syntax import grammar, syntax_errors


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/a.py", "python"), ("a.JSX", "javascript"), ("a.d.ts", "typescript"), ("a.tsx", "tsx"),
        ("x/Rakefile", "ruby"), ("a.h", "cpp"), ("a.c", "c"),
        ("A.cs", "c-sharp"), ("a.yml", "yaml"), ("dir\\a.go", "go"), ("a.kt", "kotlin"),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_file_name(path, name):
    language = language_of(path)
    assert language is not None
    assert language.name == name


@pytest.mark.parametrize("path", ["README.md", "Makefile", "py", ".py/readme", "", "a.unknown"])
def test_other_files_have_no_language(path):
    assert language_of(path) is None


def test_fence_tags():
    assert [fence_tag(path) for path in ("a.py", "a.cs", "a.md", "Makefile")] == ["python", "csharp", "md", "text"]
    assert language_named("C++") is language_of("a.cpp")
    assert language_named("no such language") is None


@pytest.mark.parametrize("language", languages().values(), ids=lambda language: language.name)
def test_every_node_type_in_the_table_exists_in_the_grammar(language):
    known = grammar(language)
    kinds = {known.node_kind_for_id(number) for number in range(known.node_kind_count)}
    used = set(language.symbols) | set(language.values) | language.imports | language.wrappers
    assert used <= kinds, used - kinds
    assert syntax_errors("", language) == []
