"""The `nianbao` command. Each subcommand is imported when it is called, so that the quick ones start quickly."""

from importlib import import_module

import click

_COMMANDS = {
    "run": ("run", "Take a folder of reports through the queue. 将一个文件夹的年报送入队列处理。"),
    "parse": ("parse", "Read reports in this process and print them. 直接读取年报并输出。"),
    "dead-letters": ("dead_letters", "List, show and reprocess reports that failed. 查看和重新处理失败的年报。"),
    "worker": ("worker", "Run a Celery worker. 启动处理进程。"),
    "reconcile": ("reconcile", "Run the reconciler. 启动对账进程。"),
    "migrate": ("migrate", "Bring the database to this version's schema. 升级数据库结构。"),
    "schema": ("schema", "Print the JSON Schema of a report. 输出年报 JSON 的结构定义。"),
}


class _Commands(click.Group):
    """The subcommands by name, imported on use."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"intake.commands.{_COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """Read and check annual reports on government information disclosure. 政府信息公开工作年度报告的读取与核对。"""  # noqa: D400 - the full stop is Chinese


if __name__ == "__main__":
    main()
