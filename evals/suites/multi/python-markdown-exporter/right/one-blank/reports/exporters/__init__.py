"""Exporters by the name of their format."""

from reports.exporters import csv_format, markdown, text

EXPORTERS = {
    "csv": csv_format.export,
    "markdown": markdown.export,
    "text": text.export,
}


def export(table, name):
    """The table in the format of this name."""
    try:
        exporter = EXPORTERS[name]
    except KeyError:
        raise ValueError(f"unknown format {name!r}, there are: {', '.join(sorted(EXPORTERS))}") from None
    return exporter(table)
