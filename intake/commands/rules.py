"""`nianbao rules`: the catalogue of rules, from the code that runs them, as the present file of rules has them."""

import click
from rich import box
from rich.table import Table
from rich.text import Text

from config.settings import load_settings
from intake.terminal import SEVERITY_STYLES, on_stdout, plain
from pipeline.checks import RULES, Policy, rules_version
from pipeline.checks.base import Rule
from pipeline.checks.names import SEVERITY_NAMES, SOURCE_NAMES
from pipeline.messages import Message
from workers.policy import policy_in

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language; zh by default.")
_OFF = Message("停用", "off")


@click.group("rules")
def command() -> None:
    """List the rules by which reports are checked, or explain one."""


@command.command("list")
@_LANG
def list_rules(lang: str | None) -> None:
    """Print every rule with its severity, source and version, in the order of their ids; and the version of them all.

    What NIANBAO_RULES_FILE changes is shown as it is now, with the catalogue's own severity in brackets.
    """
    settings = load_settings()
    policy = policy_in(settings)
    lang = lang or settings.language
    table = Table(box=box.SIMPLE_HEAD)
    for heading in (
        ("规则", "级别", "来源", "版本", "要求") if lang == "zh" else ("rule", "severity", "source", "version", "asks")
    ):
        table.add_column(heading)
    for rule in RULES:
        style = "dim" if rule.id in policy.off else SEVERITY_STYLES[policy.severity_of(rule)]
        severity = Text(getattr(_severity(rule, policy), lang), style)
        source = getattr(SOURCE_NAMES[rule.source], lang)
        table.add_row(rule.id, severity, source, str(rule.version), plain(getattr(rule.title, lang)))
    console = on_stdout()
    console.print(table)
    console.print(plain(f"规则版本 rules {rules_version(policy)}"))


@command.command("show")
@click.argument("rule_id", metavar="ID")
def show(rule_id: str) -> None:
    """Explain the rule ID, such as T3-001, in both languages."""
    found = next((rule for rule in RULES if rule.id == rule_id.upper()), None)
    if found is None:
        raise click.BadParameter(f"no rule is called {rule_id}; `nianbao rules list` names them all", param_hint="ID")
    for line in _lines(found, policy_in(load_settings())):
        click.echo(line)


def _lines(rule: Rule, policy: Policy) -> list[str]:
    """What is known of a rule, a line for each thing."""
    severity, source = _severity(rule, policy), SOURCE_NAMES[rule.source]
    lines = [
        f"{rule.id} ({rule.version})  {severity.zh} {severity.en}",
        f"  {rule.title.zh}",
        f"  {rule.title.en}",
        f"  来源 source: {source.zh} · {source.en}",
    ]
    lines += [f"  依据 basis: {rule.basis}"] if rule.basis else []
    return lines + ([f"  {rule.note}"] if rule.note else [])


def _severity(rule: Rule, policy: Policy) -> Message:
    """What a breach weighs now, and in brackets what it weighs in the catalogue where that is another."""
    own, now = SEVERITY_NAMES[rule.severity], SEVERITY_NAMES[policy.severity_of(rule)]
    if rule.id in policy.off:
        now = _OFF
    return own if now == own else Message(f"{now.zh}({own.zh})", f"{now.en} ({own.en})")
