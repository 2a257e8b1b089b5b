"""`nianbao keys`: makes, lists and revokes the keys of the API."""

import getpass
from pathlib import Path

import click
from rich import box
from rich.table import Table

from intake.commands.refusing import refuse
from intake.commands.stored import DATA_DIR, stored
from intake.keys import KeyNameError, create_key, list_keys, revoke_key
from intake.terminal import on_stdout, plain
from models.tables import KeyRole


@click.group("keys")
def command() -> None:
    """Make, list and revoke the keys with which the API is called."""


@command.command("create")
@click.option("--name", required=True, help="Whose key it is, as the audit log will name it.")
@click.option(
    "--role", type=click.Choice([role.value for role in KeyRole]), required=True,
    help="submit: send files, see its own batches; read: see everything; operate: everything.",
)  # fmt: skip
@DATA_DIR
def create(name: str, role: str, data_dir: Path | None) -> None:
    """Make a key and print it: it is shown this once, and only a hash of it is kept."""
    with stored(data_dir) as (engine, _):
        try:
            key = create_key(engine, name, KeyRole(role), created_by=f"cli:{getpass.getuser()}")
        except KeyNameError as error:
            refuse("key.name", "密钥名称不可用。", str(error))
    click.echo(key)
    click.echo("请妥善保存,之后无法再次显示。 Keep it: it cannot be shown again.", err=True)


@command.command("list")
@DATA_DIR
def list_(data_dir: Path | None) -> None:
    """List all keys, revoked ones too."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("名称 name", "权限 role", "前缀 prefix", "创建 made", "最近使用 last used", "吊销 revoked"):
        table.add_column(heading)
    with stored(data_dir) as (engine, _):
        for key in list_keys(engine):
            times = (key.created_at, key.last_used_at, key.revoked_at)
            shown = [f"{at:%Y-%m-%d %H:%M}" if at else "—" for at in times]
            table.add_row(plain(key.name), key.role.value, key.prefix, *shown)
    on_stdout().print(table)


@command.command("revoke")
@click.argument("name")
@DATA_DIR
def revoke(name: str, data_dir: Path | None) -> None:
    """Make a key worthless, from now on and for ever."""
    with stored(data_dir) as (engine, _):
        if revoke_key(engine, name):
            click.echo(f"已吊销 revoked {name}")
            return
    refuse("key.unknown", f"没有名为 {name} 的密钥。", f"There is no key named {name}; see `nianbao keys list`.")
