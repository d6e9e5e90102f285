"""Tries SQL texts in SQLite, in memory; what SQLite can't parse may be another dialect, which sqlglot then says.

The job: ``sides``, each with ``schema`` (texts by path, of which only the definitions are used) and ``texts`` to judge;
``sqlite``: the project speaks of SQLite, so that no other dialect excuses anything. Runs under our own interpreter.
"""

import difflib
import re
import sqlite3
from typing import Any

from smallcode_child import Child

STEPS = 3_000_000
"""Instructions of SQLite's machine that one statement may take."""
DIALECTS = ("postgres", "mysql", "tsql", "oracle", "bigquery", "snowflake", "duckdb", "sqlite")
CREATABLE = frozenset(
    """
    TABLE VIEW INDEX UNIQUE TRIGGER TEMP TEMPORARY VIRTUAL OR EXTENSION FUNCTION PROCEDURE TYPE DOMAIN SCHEMA
    SEQUENCE ROLE USER DATABASE MATERIALIZED POLICY RULE AGGREGATE CAST COLLATION EVENT EXTERNAL GLOBAL LOCAL
    UNLOGGED FOREIGN SERVER PUBLICATION SUBSCRIPTION OPERATOR STATISTICS CLUSTERED NONCLUSTERED FULLTEXT SPATIAL
    SYNONYM PACKAGE LOGIN RECURSIVE CONSTRAINT LANGUAGE TEXT EDITIONABLE ALGORITHM DEFINER SQL BITMAP STAGE STREAM
    TASK WAREHOUSE FILE
    """.split()  # noqa: SIM905 - words read better than strings
)
COMMANDS = frozenset(
    """
    ALTER ANALYZE BEGIN CALL CLUSTER COMMENT COMMIT COPY DO DECLARE DROP END EXEC EXECUTE EXPLAIN GRANT GO IF KILL
    LISTEN LOAD LOCK NOTIFY OPTIMIZE PRAGMA PREPARE PRINT REFRESH REINDEX RELEASE RENAME RESET REVOKE ROLLBACK
    SAVEPOINT SECURITY SET SHOW START TRUNCATE UNLOCK USE VACUUM WHILE
    """.split()  # noqa: SIM905 - words read better than strings
)
SYNTAX = re.compile(r'near "(?P<token>.*)": syntax error|incomplete input|unrecognized token', re.DOTALL)
TELLING = re.compile(
    r"no such column|ambiguous column|misuse of|values for \d+ columns|has \d+ columns but \d+ values|duplicate column|"
    r"already exists|has no column named|UNION|constraint failed|HAVING clause|ORDER BY term|GROUP BY|"
    r"foreign key mismatch|wrong number of arguments to function"
)
ALTERED = re.compile(r"\s*ALTER\s+TABLE", re.IGNORECASE)
TRIGGER = re.compile(r"\s*CREATE\s+(?:TEMP\w*\s+)?TRIGGER\b.*\bBEGIN\b", re.IGNORECASE | re.DOTALL)
CREATED = re.compile(
    r"^\s*CREATE\s+(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|VIRTUAL\s+)?(?:TABLE|VIEW|INDEX|TRIGGER)\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    r"[\"`\[]?(?P<name>\w+)",
    re.IGNORECASE,
)


def main() -> None:
    child = Child()
    for side in child.job["sides"]:
        for path, text in side["texts"].items():
            problems, other = judge(path, text, side["schema"], child.job["sqlite"])
            child.say(type="text", side=side["name"], path=path, problems=problems, other=other)
    child.say(type="end")


def judge(path: str, text: str, schema: Any, sqlite: bool) -> Any:
    """Problems (line, message, code) of one text, and whether it is of a dialect that SQLite does not speak."""
    own = [(line, statement) for line, statement in statements(text) if not client_command(statement)]
    names = {match["name"].lower() for _, s in own for match in [CREATED.match(s)] if match}
    database = connect()
    load(database, {p: t for p, t in schema.items() if p != path}, names)
    found, other = [], False
    for line, statement in own:
        error = run(database, statement)
        if error is None:
            continue
        match = SYNTAX.search(error)
        if match is None:
            found.append((line, statement, error))
            continue
        told = None if sqlite else foreign(statement)
        if told is None and not sqlite:
            other = True
            continue
        place = line + line_of_error(statement, match["token"], told)
        found.append((place, statement, match[0] if match["token"] is not None else error))
    return [problem(database, *entry) for entry in found if telling(database, entry[2], other)], other


def connect() -> sqlite3.Connection:
    """A database in memory that reaches nothing outside itself."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    refused = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in refused else sqlite3.SQLITE_OK)
    return database


def run(database: sqlite3.Connection, statement: str) -> Any:
    """The error of a statement, or None; one that takes too long is none."""
    left = [STEPS // 1000]

    def tick() -> int:
        left[0] -= 1
        return left[0] < 0

    database.set_progress_handler(tick, 1000)
    try:
        database.execute(statement).fetchmany(1000)
    except sqlite3.Warning:
        return None
    except sqlite3.ProgrammingError as error:
        return None if "binding" in str(error) else str(error)
    except sqlite3.Error as error:
        message = str(error)
        return None if message in ("interrupted", "not authorized") or "transaction" in message else message
    finally:
        database.set_progress_handler(None, 0)
    return None


def load(database: sqlite3.Connection, schema: Any, without: Any) -> None:
    """Define the tables and views of other files; what needs others is tried again."""
    waiting = []
    for text in schema.values():
        for _, statement in statements(text):
            match = CREATED.match(statement)
            wanted = match["name"].lower() not in without if match else ALTERED.match(statement)
            if wanted:
                waiting.append(statement)
    for _ in range(3):
        waiting = [s for s in waiting if run(database, s) is not None]


def telling(database: sqlite3.Connection, error: str, other: bool) -> bool:
    """Whether an error says something: the schema may lie elsewhere, and other dialects know other functions."""
    if SYNTAX.search(error):
        return True
    if error.startswith("no such table"):
        return bool(near_tables(database, error))
    return not other and TELLING.search(error) is not None


def near_tables(database: sqlite3.Connection, error: str) -> Any:
    """Tables with nearly the name that is missing."""
    known = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return difflib.get_close_matches(error.partition(": ")[2].rpartition(".")[2], known, 3, 0.75)


def problem(database: sqlite3.Connection, line: int, statement: str, error: str) -> Any:
    """One problem as data; names that are missing come with those that are there."""
    code = "syntax" if SYNTAX.search(error) else "sql"
    hint = ""
    if error.startswith("no such table"):
        hint = f". There is: {', '.join(near_tables(database, error))}."
    elif error.startswith("no such column"):
        column = error.partition(": ")[2].rpartition(".")[2]
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        used = [t for t in tables if re.search(rf"\b{re.escape(t)}\b", statement, re.IGNORECASE)]
        there = [
            f"{t} has {', '.join(r[1] for r in database.execute(f'PRAGMA table_info({quoted(t)})'))}" for t in used
        ]
        hint = f" ({'; '.join(there)})" if there else ""
        line += line_of_error(statement, column, None)
    return {"line": line, "message": error, "hint": hint, "code": code}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def foreign(statement: str) -> Any:
    """None if another dialect knows the statement, else where it is wrong (line, or 0)."""
    import logging

    import sqlglot
    from sqlglot import errors, exp

    logging.disable(logging.CRITICAL)
    words = re.findall(r"\w+", re.sub(r"--[^\n]*|/\*.*?\*/", " ", statement, flags=re.DOTALL).upper()[:200])
    line = 0
    for dialect in DIALECTS:
        try:
            parsed = sqlglot.parse(statement, read=dialect, error_level=sqlglot.ErrorLevel.IMMEDIATE)
        except errors.ParseError as error:
            line = line or int((error.errors or [{}])[0].get("line") or 0)
            continue
        except (errors.SqlglotError, RecursionError, ValueError):
            continue
        if not any(isinstance(one, exp.Command) for one in parsed):
            return None
        if words and (words[0] in COMMANDS or (words[0] == "CREATE" and words[1:2] and words[1] in CREATABLE)):
            return None
    return line


def line_of_error(statement: str, token: Any, told: Any) -> int:
    """Lines from the statement's beginning to what is wrong."""
    if told:
        return int(told) - 1
    position = re.search(rf"(?<!\w){re.escape(token)}(?!\w)", statement) if token else None
    return statement[: position.start()].count("\n") if position else 0


def client_command(statement: str) -> bool:
    """Lines for a client program, not for the server."""
    return re.match(r"\s*(?:\\|\.[a-z]+\b|GO\s*$|DELIMITER\b)", statement, re.IGNORECASE) is not None


TOKEN = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*(?:'|\Z)|\"(?:[^\"]|\"\")*(?:\"|\Z)|`[^`]*(?:`|\Z)|(?P<tag>\$\w*\$).*?(?:(?P=tag)|\Z)"
    r"|(?P<client>(?:^|(?<=\n))[ \t]*(?:\\|\.[a-z]+ )[^\n]*)|;|\w+|[^\w;]",
    re.DOTALL,
)


def statements(text: str) -> Any:
    """Statements with the lines that they begin in; semicolons in strings, comments and bodies don't end them."""
    start = 0
    for match in TOKEN.finditer(text):
        if match.group() != ";" and match["client"] is None:
            continue
        part = text[start : match.end()]
        if TRIGGER.match(bare(part)) and not re.search(r"\bEND\s*;\s*\Z", part, re.IGNORECASE):
            continue
        yield from one(text, start, match.end())
        start = match.end()
    yield from one(text, start, len(text))


def bare(part: str) -> str:
    """A part without the comments before it."""
    return re.sub(r"\A(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", "", part, flags=re.DOTALL)


def one(text: str, start: int, end: int) -> Any:
    """One statement without the comments before it, if there is anything of it."""
    statement = bare(text[start:end])
    if statement.strip(" \t\r\n;"):
        yield text[: end - len(statement)].count("\n") + 1, statement


if __name__ == "__main__":
    main()
