"""`nianbao schema`: the JSON Schema of a report, made from the code."""

import json

import click

from pipeline.report import json_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the report object."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
