"""Comma separated values; the title is left out."""

import csv
import io

from reports.exporters.cells import plain


def export(table):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([plain(value) for value in row] for row in table.rows)
    return out.getvalue()
