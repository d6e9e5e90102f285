"""Columns of plain text, numbers to the right."""

from reports.exporters.cells import is_number, plain


def export(table):
    cells = [[plain(value) for value in row] for row in table.rows]
    widths = [max(len(cell) for cell in column) for column in zip(table.columns, *cells)]
    lines = [table.title, "  ".join(name.ljust(width) for name, width in zip(table.columns, widths)).rstrip()]
    for row, texts in zip(table.rows, cells):
        placed = [t.rjust(w) if is_number(v) else t.ljust(w) for v, t, w in zip(row, texts, widths)]
        lines.append("  ".join(placed).rstrip())
    return "\n".join(lines) + "\n"
