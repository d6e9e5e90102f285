"""git_status, git_diff, git_log and todo."""

from __future__ import annotations

import subprocess

from tests.tools.conftest import write_files


def test_status_names_the_branch_and_what_differs(repository):
    assert repository("git_status").content == "main\nnothing to commit"
    write_files(repository.root, {"new.py": "x = 1\n", "notes.txt": "one\n"})
    assert repository("git_status").content == "main\n M notes.txt\n?? new.py"


def test_diff_shows_text_but_never_secrets(repository):
    write_files(repository.root, {".env": "PASSWORD=changed\n", "notes.txt": "one\n2\nthree\n"})
    content = repository("git_diff").content
    assert "-two\n+2" in content
    assert "PASSWORD" not in content
    assert repository("git_diff", path=".env").error == "refused"
    assert repository("git_diff", path="app.py").content.startswith("No difference")
    assert repository("git_diff", path="../x").error == "outside"
    assert repository("git_diff", path="nope.txt").error == "not_found"


def test_a_long_diff_says_that_it_was_cut(repository):
    write_files(repository.root, {"notes.txt": "".join(f"line {n}\n" for n in range(5000))})
    content = repository("git_diff").content
    assert "cut by the limit of 8000 characters" in content
    assert len(content) < 8200


def test_log_shows_commits_of_all_and_of_a_file(repository):
    assert repository("git_log").content.endswith(": first")
    assert repository("git_log", path="app.py", count=1).details["commits"] == 1
    assert repository("git_log", count=0).error == "bad_arguments"
    (repository.root / "fresh.txt").write_text("x")
    assert repository("git_log", path="fresh.txt").content == "No commits of fresh.txt."


def test_a_repository_without_commits(bench):
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=bench.root, check=True)
    assert bench("git_log").content == "No commits yet."
    assert bench("git_diff").content.startswith("No difference")
    assert "?? app.py" in bench("git_status").content


def test_no_repository_is_told_once_and_for_all(bench):
    for name in ("git_status", "git_diff", "git_log"):
        result = bench(name)
        assert result.error == "failed"
        assert "no git repository" in result.content


def test_nothing_of_a_hostile_configuration_is_run(repository):
    mark = repository.root.parent / "owned"
    config = repository.root / ".git" / "config"
    config.write_text(config.read_text() + f'[core]\n\tfsmonitor = "touch {mark}"\n\tpager = "touch {mark}"\n'
                      f'[diff "x"]\n\ttextconv = "touch {mark};cat"\n')  # fmt: skip
    (repository.root / ".gitattributes").write_text("* diff=x\n")
    (repository.root / "notes.txt").write_text("changed\n")
    for name in ("git_status", "git_diff", "git_log"):
        assert not repository(name).error
    assert not mark.exists()


def test_a_list_is_written_whole_and_shown(bench):
    result = bench("todo", items=["find the bug", "[X] read  it", "- [ ] mend it", "✓ run", " "])
    assert result.content == "2 of 4 steps to do"
    assert result.details["todo"] == ["[ ] find the bug", "[x] read it", "[ ] mend it", "[x] run"]
    bench.services["state"] = {"todo": result.details["todo"]}
    assert bench("todo").content.splitlines() == result.details["todo"]


def test_a_list_that_is_too_long_is_refused(bench):
    assert bench("todo", items=["x"] * 21).error == "bad_arguments"
    assert bench("todo", items="x").error == "bad_arguments"
