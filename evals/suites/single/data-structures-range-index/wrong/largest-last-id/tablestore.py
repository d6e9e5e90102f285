"""Tables in memory, with types, unique columns, lookups by value, and a file to keep them in.

    people = Table("people", {"name": str, "age": int}, unique=["name"])
    row_id = people.insert(name="Ann", age=41)
    people.update(row_id, age=42)
    people.find(age=42)

Rows go out as dicts with their "id"; what the caller does with such a dict has no effect on the table.
"""

import json
import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from pathlib import Path

TYPES = {"int": int, "float": float, "str": str, "bool": bool}
NAME = re.compile(r"[a-z_][a-z0-9_]*")


class TableError(Exception):
    """Something that a table does not allow."""


class UniqueError(TableError):
    """A value that is there already, in a column where each may be there once."""


class Column:
    """Name and type of a column; None is allowed unless it is required."""

    def __init__(self, name, kind, required=False):
        if not NAME.fullmatch(name) or name == "id":
            raise TableError(f"not a name for a column: {name!r}")
        if kind not in TYPES.values():
            raise TableError(f"column {name}: there is no type {kind!r}")
        self.name = name
        self.kind = kind
        self.required = required

    def check(self, value):
        """Return the value as it is stored. Raises TableError if it does not belong here."""
        if value is None:
            if self.required:
                raise TableError(f"{self.name} is missing")
            return None
        if self.kind is float and type(value) is int:
            return float(value)
        if type(value) is not self.kind:
            raise TableError(f"{self.name} must be {self.kind.__name__}, not {value!r}")
        return value

    def describe(self):
        """The column as JSON data."""
        return {"name": self.name, "type": self.kind.__name__, "required": self.required}


class HashIndex:
    """Ids of the rows by the value of one column; knows nothing of None."""

    def __init__(self, column, unique=False):
        self.column = column
        self.unique = unique
        self._ids = {}

    def check(self, row_id, value):
        """Raises UniqueError if another row has the value."""
        if self.unique and value is not None and self._ids.get(value, set()) - {row_id}:
            raise UniqueError(f"{self.column} {value!r} is there already")

    def add(self, row_id, value):
        if value is not None:
            self._ids.setdefault(value, set()).add(row_id)

    def remove(self, row_id, value):
        if value is not None:
            ids = self._ids[value]
            ids.discard(row_id)
            if not ids:
                del self._ids[value]

    def find(self, value):
        """Ids of the rows with this value."""
        return set(self._ids.get(value, ()))

    def values(self):
        """All values that occur."""
        return list(self._ids)


class RangeIndex:
    """(value, id) of all rows that have a value in one column, in order."""

    def __init__(self):
        self._pairs = []

    def add(self, row_id, value):
        if value is not None:
            insort(self._pairs, (value, row_id))

    def remove(self, row_id, value):
        if value is not None:
            del self._pairs[bisect_left(self._pairs, (value, row_id))]

    def between(self, low, high):
        """Ids of the rows from `low` to `high`, both included; None is no limit."""
        begin = 0 if low is None else bisect_left(self._pairs, low, key=lambda pair: pair[0])
        end = len(self._pairs) if high is None else bisect_right(self._pairs, high, key=lambda pair: pair[0])
        return [row_id for _, row_id in self._pairs[begin:end]]

    def ends(self):
        """Ids of the rows with the smallest and the largest value, the lowest id of each; None if there are none."""
        if not self._pairs:
            return None, None
        largest = bisect_left(self._pairs, self._pairs[-1][0], key=lambda pair: pair[0])
        return self._pairs[0][1], self._pairs[-1][1]


class Table:
    """Rows of the same columns, each with an id that is never used again."""

    def __init__(self, name, columns, unique=(), required=()):
        if not NAME.fullmatch(name):
            raise TableError(f"not a name for a table: {name!r}")
        self.name = name
        self.columns = {column: Column(column, kind, column in required) for column, kind in columns.items()}
        self._rows = {}
        self._next_id = 1
        self._indexes = {}
        self._ranges = {}
        for column in unique:
            self.create_index(column, unique=True)

    def __len__(self):
        return len(self._rows)

    def __iter__(self):
        return (self._out(row_id) for row_id in sorted(self._rows))

    def __contains__(self, row_id):
        return row_id in self._rows

    # indexes

    def create_index(self, column, unique=False):
        """Make `find` quick for a column; with `unique` each value may be there only once."""
        self._known(column)
        index = HashIndex(column, unique)
        for row_id, row in self._rows.items():
            index.check(row_id, row[column])
            index.add(row_id, row[column])
        self._indexes[column] = index

    def drop_index(self, column):
        """Forget an index. Raises TableError if there is none."""
        if column not in self._indexes:
            raise TableError(f"{self.name} has no index for {column}")
        del self._indexes[column]

    def indexed(self):
        """Names of the columns with an index."""
        return sorted(self._indexes)

    def create_range_index(self, column):
        """Make `between`, `smallest` and `largest` possible for a column."""
        self._known(column)
        if self.columns[column].kind is bool:
            raise TableError(f"{column} has no order")
        index = RangeIndex()
        for row_id, row in self._rows.items():
            index.add(row_id, row[column])
        self._ranges[column] = index

    def drop_range_index(self, column):
        """Forget a range index. Raises TableError if there is none."""
        self._range(column)
        del self._ranges[column]

    def range_indexed(self):
        """Names of the columns with a range index."""
        return sorted(self._ranges)

    # writing

    def insert(self, **values):
        """Add a row and return its id; columns that are not given are None."""
        for column in values:
            self._known(column)
        row = {name: column.check(values.get(name)) for name, column in self.columns.items()}
        row_id = self._next_id
        for name, index in self._indexes.items():
            index.check(row_id, row[name])
        self._next_id += 1
        self._rows[row_id] = row
        for name, index in self._indexes.items():
            index.add(row_id, row[name])
        for name, index in self._ranges.items():
            index.add(row_id, row[name])
        return row_id

    def insert_many(self, rows):
        """Add several rows (dicts), all of them or, if one is refused, none; returns the ids."""
        done = []
        try:
            for row in rows:
                done.append(self.insert(**row))
        except TableError:
            for row_id in done:
                self.delete(row_id)
            raise
        return done

    def update(self, row_id, **values):
        """Change columns of a row. If one value is refused, nothing changes."""
        row = self._row(row_id)
        new = {}
        for name, value in values.items():
            self._known(name)
            new[name] = self.columns[name].check(value)
        for name, value in new.items():
            if name in self._indexes:
                self._indexes[name].check(row_id, value)
        for name, value in new.items():
            if name in self._indexes:
                self._indexes[name].remove(row_id, row[name])
                self._indexes[name].add(row_id, value)
            if name in self._ranges:
                self._ranges[name].remove(row_id, row[name])
                self._ranges[name].add(row_id, value)
            row[name] = value

    def delete(self, row_id):
        """Remove a row. Raises TableError if there is none."""
        row = self._row(row_id)
        for name, index in self._indexes.items():
            index.remove(row_id, row[name])
        for name, index in self._ranges.items():
            index.remove(row_id, row[name])
        del self._rows[row_id]

    def clear(self):
        """Remove all rows; ids go on."""
        for row_id in list(self._rows):
            self.delete(row_id)

    # reading

    def get(self, row_id):
        """The row with this id, as a dict. Raises TableError if there is none."""
        self._row(row_id)
        return self._out(row_id)

    def find(self, **values):
        """Rows in which all these columns have these values, by id."""
        for column in values:
            self._known(column)
        ids = None
        for column, value in values.items():
            if column in self._indexes and value is not None:
                found = self._indexes[column].find(value)
                ids = found if ids is None else ids & found
        candidates = self._rows if ids is None else ids
        return [
            self._out(row_id)
            for row_id in sorted(candidates)
            if all(self._rows[row_id][column] == value for column, value in values.items())
        ]

    def first(self, **values):
        """The first row that `find` gives, or None."""
        found = self.find(**values)
        return found[0] if found else None

    def between(self, column, low=None, high=None):
        """Rows with low <= value <= high by value and id; needs a range index."""
        return [self._out(row_id) for row_id in self._range(column).between(low, high)]

    def smallest(self, column):
        """The row with the smallest value, or None; needs a range index."""
        row_id = self._range(column).ends()[0]
        return None if row_id is None else self._out(row_id)

    def largest(self, column):
        """The row with the largest value, or None; needs a range index."""
        row_id = self._range(column).ends()[1]
        return None if row_id is None else self._out(row_id)

    def ordered(self, column, reverse=False):
        """All rows by the value of a column; rows without a value come last, equal ones by id."""
        self._known(column)
        have = [row_id for row_id in sorted(self._rows) if self._rows[row_id][column] is not None]
        have.sort(key=lambda row_id: self._rows[row_id][column], reverse=reverse)
        lack = [row_id for row_id in sorted(self._rows) if self._rows[row_id][column] is None]
        return [self._out(row_id) for row_id in have + lack]

    def counts(self, column):
        """How often each value of a column occurs, None included."""
        self._known(column)
        return dict(Counter(row[column] for row in self._rows.values()))

    def total(self, column):
        """Sum of a column of numbers; None counts as nothing."""
        self._known(column)
        if self.columns[column].kind not in (int, float):
            raise TableError(f"{column} has no numbers")
        return sum(row[column] for row in self._rows.values() if row[column] is not None)

    # files

    def dump(self):
        """Everything as JSON data."""
        return {
            "name": self.name,
            "columns": [column.describe() for column in self.columns.values()],
            "indexes": {name: index.unique for name, index in self._indexes.items()},
            "ranges": self.range_indexed(),
            "next_id": self._next_id,
            "rows": {str(row_id): row for row_id, row in self._rows.items()},
        }

    @classmethod
    def restore(cls, data):
        """The opposite of `dump`."""
        columns = {entry["name"]: TYPES[entry["type"]] for entry in data["columns"]}
        table = cls(data["name"], columns, required=[entry["name"] for entry in data["columns"] if entry["required"]])
        table._rows = {int(row_id): dict(row) for row_id, row in data["rows"].items()}
        table._next_id = data["next_id"]
        for column, unique in data["indexes"].items():
            table.create_index(column, unique)
        for column in data.get("ranges", ()):
            table.create_range_index(column)
        return table

    # helpers

    def _known(self, column):
        if column not in self.columns:
            raise TableError(f"{self.name} has no column {column!r}")

    def _range(self, column):
        self._known(column)
        if column not in self._ranges:
            raise TableError(f"{self.name} has no range index for {column}")
        return self._ranges[column]

    def _row(self, row_id):
        if row_id not in self._rows:
            raise TableError(f"{self.name} has no row {row_id!r}")
        return self._rows[row_id]

    def _out(self, row_id):
        return {"id": row_id, **self._rows[row_id]}


class Store:
    """Several tables and the file that keeps them."""

    def __init__(self, path):
        self.path = Path(path)
        self.tables = {}
        if self.path.exists():
            for data in json.loads(self.path.read_text(encoding="utf-8")):
                table = Table.restore(data)
                self.tables[table.name] = table

    def create(self, name, columns, unique=(), required=()):
        """A new table. Raises TableError if there is one of that name."""
        if name in self.tables:
            raise TableError(f"there is a table {name} already")
        self.tables[name] = Table(name, columns, unique, required)
        return self.tables[name]

    def save(self):
        """Write all tables; the file is replaced at once."""
        text = json.dumps([table.dump() for table in self.tables.values()], ensure_ascii=False, indent=1)
        draft = self.path.with_suffix(".tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.path)
