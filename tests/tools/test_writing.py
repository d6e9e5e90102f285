"""write, edit, replace_symbol, move, delete, patch: what they change, refuse, take back, and do once."""

from __future__ import annotations

import pytest

from smallcode.errors import ToolError
from tests.tools.conftest import write_files


def test_a_new_file_is_written_and_reported_as_an_event(bench):
    result = bench("write", path="new/made.py", content="x = 1\n")
    assert result.content == "created new/made.py (+1 -0)"
    assert bench.read("new/made.py") == "x = 1\n"
    (change,) = result.details["changes"]
    assert set(change) == {"path", "kind", "diff", "added", "removed"}


def test_an_edit_replaces_the_text_and_says_how_much(bench):
    result = bench("edit", path="notes.txt", old="two", new="2\n2b")
    assert result.content == "modified notes.txt (+2 -1)"
    assert bench.read("notes.txt") == "one\n2\n2b\nthree\n"


def test_an_edit_that_breaks_the_syntax_changes_nothing(bench):
    before = bench.read("shop/cart.py")
    result = bench("edit", path="shop/cart.py", old="return sum(prices)", new="return sum(prices")
    assert result.error == "syntax"
    assert bench.read("shop/cart.py") == before


def test_text_that_is_not_there_is_answered_with_what_is(bench):
    result = bench(
        "edit",
        path="shop/cart.py",
        old="    total = math.fsum(values)\n    return sum(prices), total",
        new="    return 0",
    )
    assert result.error == "not_found"
    assert "return sum(prices)" in result.content


def test_a_whole_file_without_its_other_functions_is_refused(bench):
    result = bench("write", path="shop/cart.py", content="def total(prices):\n    return sum(prices)\n")
    assert result.error == "refused"
    assert "Cart" in result.content


def test_names_that_the_task_removes_may_go(bench):
    bench.services["requirements"] = {"removed": ["Cart"]}
    text = 'TAX = 0.2\n\n\ndef total(prices):\n    """Sum."""\n    return sum(prices)\n'
    assert not bench("write", path="shop/cart.py", content=text).error


def test_a_method_is_replaced_and_the_rest_stays(bench):
    before = bench.read("shop/cart.py")
    bench("replace_symbol", path="shop/cart.py", symbol="Cart.size_of", content="def size_of(self):\n    return 7\n")
    assert bench.read("shop/cart.py") == before.replace("return len(self.items)", "return 7")


def test_move_and_delete(bench):
    assert bench("move", path="notes.txt", new_path="docs/notes.md").content == "moved docs/notes.md"
    assert bench.read("docs/notes.md") == "one\ntwo\nthree\n"
    assert bench("delete", path="docs/notes.md").content == "deleted docs/notes.md"
    assert not (bench.root / "docs/notes.md").exists()
    assert bench("move", path="app.py", new_path="shop/cart.py").error == "refused"


@pytest.mark.parametrize("path", ["tests/test_cart.py", "./tests/../tests/test_cart.py", "link.py"])
def test_tests_that_judge_the_task_may_not_change_by_any_name(bench, path):
    (bench.root / "link.py").symlink_to("tests/test_cart.py")
    bench.services["requirements"] = {"protect": []}
    assert bench("write", path=path, content="def test_total():\n    pass\n").error == "refused"
    assert bench("delete", path="tests/test_cart.py").error == "refused"
    assert bench("move", path="tests/test_cart.py", new_path="x.py").error == "refused"
    bench.services["requirements"] = {"protect": ["notes.*"]}
    assert bench("edit", path="./notes.txt", old="one", new="1").error == "refused"


def test_a_whole_file_does_not_overwrite_what_the_user_changed_since_it_was_read(bench):
    bench("read", path="notes.txt")
    (bench.root / "notes.txt").write_text("one\nmine\nthree\n")
    result = bench("write", path="notes.txt", content="one\n2\nthree\n")
    assert result.error == "conflict"
    assert bench.read("notes.txt") == "one\nmine\nthree\n"
    bench("read", path="notes.txt")
    assert not bench("write", path="notes.txt", content="one\n2\nthree\n").error


def test_a_file_shown_before_a_restart_and_changed_since_is_a_conflict_until_it_is_read_again(bench):
    bench.services["shown"] = {"notes.txt": bench.workspace.read("notes.txt").sha256}
    bench.reopen()
    (bench.root / "notes.txt").write_text("one\nmine\nthree\n")
    assert bench("write", path="notes.txt", content="uno\ndos\ntres\n").error == "conflict"
    bench("read", path="notes.txt")
    assert not bench("write", path="notes.txt", content="uno\ndos\ntres\n").error


# patch: find, edit, check, take back


def test_patch_finds_the_file_by_a_part_of_its_path_and_checks_it(bench):
    bench.validate()
    result = bench("patch", path="cart", old="return sum(prices)", new="return round(sum(prices), 2)")
    assert result.content.startswith("modified shop/cart.py (+1 -1); checks passed:")
    assert "python-syntax" in result.content
    assert "round(" in bench.read("shop/cart.py")


def test_patch_finds_the_file_by_symbol_and_by_the_old_text(bench):
    bench("patch", symbol="Cart.size_of", new="def size_of(self):\n    return 7\n")
    assert "return 7" in bench.read("shop/cart.py")
    bench("patch", old="  return x * 2;", new="  return x + x;")
    assert "return x + x;" in bench.read("web/util.js")


def test_patch_takes_an_edit_back_that_breaks_the_file(bench):
    bench.validate()
    before = bench.read("shop/cart.py")
    result = bench("patch", symbol="total", new="def total(prices):\n    return sum(pricess)\n")
    assert result.error == "failed"
    assert "was taken back" in result.content
    assert "pricess" in result.content
    assert bench.read("shop/cart.py") == before
    assert bench.workspace.changes() == []
    assert result.details["changes"] == []


def test_patch_does_not_blame_an_edit_for_what_was_wrong_before(bench):
    write_files(bench.root, {"old.py": "def f():\n    return undefined_name\n\n\ndef g():\n    return 1\n"})
    bench.validate()
    assert not bench("patch", path="old.py", old="return 1", new="return 2").error


def test_patch_does_not_ask_for_all_of_the_task_after_each_edit(bench):
    from smallcode.validation.requirements import NamedSymbol, Requirements

    bench.validate()
    wanted = Requirements(names=[NamedSymbol(name="later", file="shop/cart.py")], files=["later.py"])
    bench.services["requirements"] = wanted.as_dict()
    assert not bench("patch", path="shop/cart.py", old="TAX = 0.2", new="TAX = 0.3").error


def test_patch_asks_when_it_is_not_clear_what_is_meant(bench):
    write_files(bench.root, {"a/same.py": "x = 1\n", "b/same.py": "x = 1\n"})
    result = bench("patch", path="same.py", old="x = 1", new="x = 2")
    assert result.error == "ambiguous"
    assert "a/same.py, b/same.py" in result.content
    assert bench("patch", new="x").error == "bad_arguments"
    assert bench("patch", path="nowhere.py", old="x", new="y").error == "not_found"


def test_patch_after_a_crash_goes_on_where_it_was(bench):
    bench.validate()
    arguments = {"symbol": "total", "new": "def total(prices):\n    return sum(pricess)\n"}
    before = bench.read("shop/cart.py")
    from smallcode.edits.types import SymbolEdit
    from smallcode.tools.apply_edit import carry_out

    carry_out(SymbolEdit(path="shop/cart.py", symbol="total", text=arguments["new"]), bench.context("patch", "c:1"))
    bench.reopen()
    bench.validate()
    assert "was taken back" in bench("patch", call_id="c:1", **arguments).content
    assert bench.read("shop/cart.py") == before
    bench.reopen()
    assert "was taken back" in bench("patch", call_id="c:1", **arguments).content
    assert bench.read("shop/cart.py") == before


# several files as one


def test_several_files_are_written_as_one_operation_or_not_at_all(bench, monkeypatch):
    workspace = bench.workspace
    texts = {"app.py": "a = 1\n", "notes.txt": "n\n", "new.py": "x\n"}
    before = {path: bench.read(path) for path in ("app.py", "notes.txt")}
    perform = type(workspace._operations)._perform

    def meddled(self, op, step):
        if step.path == "notes.txt" and op.kind == "write" and step.before is not None and not done:
            done.append(1)
            (bench.root / "notes.txt").write_text("by another hand\n")
        return perform(self, op, step)

    done: list[int] = []
    monkeypatch.setattr(type(workspace._operations), "_perform", meddled)
    with pytest.raises(ToolError) as error:
        workspace.write_all(texts, op="all")
    assert error.value.kind == "conflict"
    assert bench.read("app.py") == before["app.py"]
    assert bench.read("notes.txt") == "by another hand\n"
    assert not (bench.root / "new.py").exists()
    monkeypatch.undo()
    changes = workspace.write_all(texts, op="again")
    assert sorted(change.path for change in changes) == ["app.py", "new.py", "notes.txt"]
    workspace.revert("again", op="back")
    assert bench.read("app.py") == before["app.py"]
    assert not (bench.root / "new.py").exists()
