"""Pages of the report, as Jinja templates."""
