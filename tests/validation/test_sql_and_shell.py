# ruff: noqa: E501 - small programs in one line
"""SQL, tried in SQLite or parsed as another dialect, and the shell by shellcheck."""

from __future__ import annotations

import pytest

from smallcode.validation.toolchains import find_toolchains
from tests.validation.compilers import PATH, needs
from tests.validation.conftest import Judge, messages, result_of, status_of

SCHEMA = """-- The shop.
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers(id),
    cents INTEGER NOT NULL CHECK (cents >= 0)
);
"""


@pytest.fixture(autouse=True)
def only_sql(judge: Judge) -> None:
    judge.only = ("sql",)


async def test_a_query_is_held_against_the_projects_tables(judge: Judge) -> None:
    judge.project({"schema.sql": SCHEMA})
    report = await judge.check(
        {"q.sql": "SELECT name,\n       SUM(amount)\nFROM orders JOIN customers c ON c.id = customer_id;\n"}
    )
    assert [(p.line, p.code) for p in report.problems] == [(2, "sql")]
    assert messages(report)[0].startswith("no such column: amount (")
    assert "orders has id, customer_id, cents" in messages(report)[0]
    report = await judge.check({"q.sql": "SELECT * FROM orderz;\nSELECT * FROM custommers;\n"})
    assert [p.line for p in report.problems] == [1, 2] and "There is: customers." in messages(report)[1]
    report = await judge.check(
        {"q.sql": "SELECT name, SUM(cents) FROM orders JOIN customers c ON c.id = customer_id;\n"}
    )
    assert status_of(report, "sql") == "passed" and not report.ran


async def test_a_changed_table_breaks_its_queries_at_the_end(judge: Judge) -> None:
    judge.project(
        {"schema.sql": SCHEMA, "report.sql": "SELECT cents FROM orders;\n", "old.sql": "SELECT gone FROM orders;\n"}
    )
    renamed = SCHEMA.replace("cents", "amount")
    assert (await judge.check({"schema.sql": renamed})).ok
    judge.project({"schema.sql": SCHEMA})
    report = await judge.check({"schema.sql": renamed}, purpose="final")
    assert [p.path for p in report.problems] == ["report.sql"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT 1;\nSELECT a\nFORM t;\n", 3),
        ("CREATE TABEL t (a INT);\n", 1),
        ("INSERT INTO t VALUES (1,\n 2;\n", 0),
        ("UPDATE t SET a = 1 WHER b = 2;\n", 1),
        ("CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1, 2);\n", 2),
    ],
)
async def test_what_is_wrong_in_every_dialect_fails(judge: Judge, text: str, line: int) -> None:
    report = await judge.check({"a.sql": text})
    assert status_of(report, "sql") == "failed"
    assert not line or report.problems[0].line == line, report.problems


@pytest.mark.parametrize(
    "text",
    [
        "CREATE EXTENSION pgcrypto;\nCREATE TABLE u (id SERIAL PRIMARY KEY, d JSONB DEFAULT '{}'::jsonb);\n",
        "CREATE FUNCTION one() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;\nSELECT now() - interval '1 day';\n",
        "CREATE TABLE `t` (`id` INT NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n",
        "SELECT TOP 5 [name] FROM people;\n",
        "\\set ON_ERROR_STOP on\nSELECT date_trunc('day', made) FROM events;\n",
        "CREATE TABLE t (a);\nCREATE TRIGGER tr AFTER INSERT ON t BEGIN\n  UPDATE t SET a = 1; UPDATE t SET a = 2;\nEND;\n",
        "SELECT 'a;b', \"c;d\" -- ; no end\n  /* ; */;\n",
    ],
)
async def test_other_dialects_are_not_blamed_for_not_being_sqlite(judge: Judge, text: str) -> None:
    report = await judge.check({"a.sql": text})
    assert status_of(report, "sql") == "passed", messages(report)


async def test_a_project_that_speaks_of_sqlite_is_held_to_it(judge: Judge) -> None:
    judge.project({"app.py": "import sqlite3\n"})
    report = await judge.check({"a.sql": "SELECT now() - interval '1 day';\nSELECT TOP 5 name FROM p;\n"})
    assert [p.line for p in report.problems] == [1, 2]


async def test_old_problems_are_known_and_the_schema_may_lie_elsewhere(judge: Judge) -> None:
    judge.project({"a.sql": "SELECT a FORM t;\n"})
    report = await judge.check({"a.sql": "-- kept\nSELECT a FORM t;\nSELECT b FROM somewhere_else;\n"})
    assert status_of(report, "sql") == "known" and report.ok


async def test_sql_cannot_touch_files_or_run_for_ever(judge: Judge) -> None:
    place = judge.root / "made.db"
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;\n"
    report = await judge.check(
        {"a.sql": f"ATTACH '{place}' AS m;\nCREATE TABLE m.t (a);\nVACUUM INTO '{place}';\n{endless}"}
    )
    assert not place.exists() and result_of(report, "sql").seconds < 10


@needs("shellcheck")
async def test_shellcheck_finds_what_the_parser_does_not(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", PATH)
    judge.toolchains = find_toolchains(judge.root, trusted=True)
    judge.only = ("shellcheck", "shell-syntax")
    report = await judge.check({"a.sh": '#!/bin/bash\nfor f in $(ls); do\n  if [ $f=3 ]; then echo "$f"; fi\ndone\n'})
    assert status_of(report, "shell-syntax") == "passed"
    assert [(p.line, p.code) for p in report.problems] == [(2, "SC2045"), (3, "SC2077")]
    report = await judge.check({"a.sh": '#!/bin/bash\nfor f in $(ls); do\n  echo "$f"\ndone\n'})
    assert status_of(report, "shellcheck") == "known"
    report = await judge.check({"b.sh": '#!/bin/bash\nfor f in *; do\n  echo "$f"\ndone\n'})
    assert status_of(report, "shellcheck") == "passed"
    report = await judge.without("shellcheck").check({"c.sh": "#!/bin/bash\nfor f in $(ls); do echo; done\n"})
    assert status_of(report, "shellcheck") == "not_checked"
