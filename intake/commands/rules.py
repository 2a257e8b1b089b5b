"""`nianbao rules`: the catalogue of rules, from the code that runs them."""

import click
from rich import box
from rich.table import Table
from rich.text import Text

from config.settings import load_settings
from intake.terminal import SEVERITY_STYLES, on_stdout, plain
from pipeline.checks import RULES
from pipeline.checks.base import Rule
from pipeline.checks.names import SEVERITY_NAMES, SOURCE_NAMES

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language; zh by default.")


@click.group("rules")
def command() -> None:
    """List the rules by which reports are checked, or explain one."""


@command.command("list")
@_LANG
def list_rules(lang: str | None) -> None:
    """Print every rule with its severity, source and version, in the order of their ids."""
    lang = lang or load_settings().language
    table = Table(box=box.SIMPLE_HEAD)
    for heading in (
        ("规则", "级别", "来源", "版本", "要求") if lang == "zh" else ("rule", "severity", "source", "version", "asks")
    ):
        table.add_column(heading)
    for rule in RULES:
        severity = Text(getattr(SEVERITY_NAMES[rule.severity], lang), SEVERITY_STYLES[rule.severity])
        source = getattr(SOURCE_NAMES[rule.source], lang)
        table.add_row(rule.id, severity, source, str(rule.version), plain(getattr(rule.title, lang)))
    on_stdout().print(table)


@command.command("show")
@click.argument("rule_id", metavar="ID")
def show(rule_id: str) -> None:
    """Explain the rule ID, such as T3-001, in both languages."""
    found = next((rule for rule in RULES if rule.id == rule_id.upper()), None)
    if found is None:
        raise click.BadParameter(f"no rule is called {rule_id}; `nianbao rules list` names them all", param_hint="ID")
    for line in _lines(found):
        click.echo(line)


def _lines(rule: Rule) -> list[str]:
    """What is known of a rule, a line for each thing."""
    severity, source = SEVERITY_NAMES[rule.severity], SOURCE_NAMES[rule.source]
    lines = [
        f"{rule.id} ({rule.version})  {severity.zh} {severity.en}",
        f"  {rule.title.zh}",
        f"  {rule.title.en}",
        f"  来源 source: {source.zh} · {source.en}",
    ]
    lines += [f"  依据 basis: {rule.basis}"] if rule.basis else []
    return lines + ([f"  {rule.note}"] if rule.note else [])
