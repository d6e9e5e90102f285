"""A Markdown table below a heading."""

from reports.exporters.cells import is_number, plain


def export(table):
    marks = ["---:" if _is_number_column(table, index) else "---" for index in range(len(table.columns))]
    rows = [[_escaped(name) for name in table.columns], marks]
    rows += [[_escaped(plain(value)) for value in row] for row in table.rows]
    return f"## {table.title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _is_number_column(table, index):
    values = [row[index] for row in table.rows if row[index] is not None]
    return bool(values) and all(map(is_number, values))


def _escaped(text):
    return text.replace("|", r"\|").replace("\n", "<br>")
