"""Imports go one way: graphs -> nodes -> tools -> smallcode, and evals stand beside the command line."""

from __future__ import annotations

import ast

import pytest

from tests.house.conftest import ROOT, own_modules

RANKS = {"smallcode": 0, "tools": 1, "nodes": 2, "graphs": 3, "evals": 4}
WIRING = "smallcode/wiring.py"
ALSO_UPWARD = {
    "smallcode/cli/eval.py": "evals",  # the command is a door to the evals, and nothing else comes through it
}


def layer_of(module: str) -> str:
    """The folder that a module of ours is in."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in RANKS else "smallcode"


def names_a_module(value: object) -> bool:
    """Whether a constant could be the argument of ``import_module``."""
    return isinstance(value, str) and value.startswith("smallcode.") and " " not in value


def imported_layers(source: str) -> set[str]:
    """Layers that a module names in an import, or in a string that looks like one (``import_module``)."""
    names: set[str] = set()
    tree = ast.parse(source)
    # What is written about a module may name any other.
    texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write the whole name of the module"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and id(node) not in texts and names_a_module(node.value):
            names.add(str(node.value))
    return {layer_of(name) for name in names if name.split(".")[0] == "smallcode"}


@pytest.mark.parametrize("layer", RANKS)
def test_nothing_imports_upward(layer: str) -> None:
    wrong = []
    for name in own_modules():
        if name.split("/")[0] != layer or name == WIRING:
            continue
        upward = {
            other
            for other in imported_layers((ROOT / name).read_text(encoding="utf-8"))
            if RANKS[other] > RANKS[layer] and ALSO_UPWARD.get(name) != other
        }
        wrong += [f"{name} imports from {other}/" for other in sorted(upward)]
    assert not wrong, "\n".join(wrong)


def test_an_upward_import_would_be_seen() -> None:
    """The eye itself: every form in which one could hide."""
    for text in (
        "from smallcode.graphs.agent import build_graph",
        "import smallcode.nodes.act",
        "def late():\n    from smallcode.tools import reading",
        "from smallcode import graphs",
        "import importlib\nimportlib.import_module('smallcode.graphs.agent')",
        "import importlib\nimportlib.import_module(f'smallcode.tools.{name}')",
    ):
        assert imported_layers(text) & {"graphs", "nodes", "tools"}, text
    assert imported_layers('"""Names smallcode.graphs."""\nimport smallcode.errors') == {"smallcode"}


def test_the_machinery_never_imports_a_test() -> None:
    for name in own_modules():
        if name.split("/")[0] in RANKS:
            tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
            modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
            assert not [module for module in modules if module.split(".")[0] == "tests"], name
