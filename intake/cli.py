"""The `nianbao` command. Each subcommand is imported when it is called, so that the quick ones start quickly."""

from importlib import import_module

import click

_COMMANDS = {
    "run": ("run", "Take a folder of reports through the queue. 将一个文件夹的年报送入队列处理。"),
    "parse": ("parse", "Read reports in this process and print them. 直接读取年报并输出。"),
    "serve": ("serve", "Serve the HTTP API. 启动 HTTP 接口。"),
    "submit": ("submit", "Send files to a server, with a receipt. 向服务提交文件并取得回执。"),
    "watch": ("watch", "Follow a batch on a server to its end. 跟踪批次直至处理完毕。"),
    "batches": ("batches", "List, show and verify batches on a server. 查看和核对批次。"),
    "keys": ("keys", "Make, list and revoke keys of the API. 管理接口密钥。"),
    "dead-letters": ("dead_letters", "List, show and reprocess reports that failed. 查看和重新处理失败的年报。"),
    "report": ("report", "Write a report, or a batch's summary, as a page. 输出年报核对单或批次汇总。"),
    "reports": ("reports", "Send done reports through again. 重新处理已完成的年报。"),
    "findings": ("findings", "List findings; confirm, dismiss or mend them. 查看和复核问题。"),
    "export": ("export", "Write results as CSV, XLSX, Parquet or JSON Lines. 导出数据表格。"),
    "audit": ("audit", "Show and verify the audit log. 查看和验证审计日志。"),
    "worker": ("worker", "Run a Celery worker. 启动处理进程。"),
    "reconcile": ("reconcile", "Run the reconciler. 启动对账进程。"),
    "top": ("top", "Watch queues, stages and failures in the terminal. 在终端查看队列、阶段和死信。"),
    "flower": ("flower", "Watch tasks and workers in the browser, with Flower. 启动 Flower 网页监控。"),
    "migrate": ("migrate", "Bring the database to this version's schema. 升级数据库结构。"),
    "rules": ("rules", "List the rules, or explain one. 查看规则目录。"),
    "schema": ("schema", "Print the JSON Schema of a report. 输出年报 JSON 的结构定义。"),
}


_EXIT_TROUBLE = 5


class _Commands(click.Group):
    """The subcommands by name, imported on use; trouble of the surroundings ends in one sentence, not in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except Exception as error:
            sentence = _trouble(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            ctx.exit(_EXIT_TROUBLE)

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


def _trouble(error: Exception) -> str | None:
    """What is wrong around us, in one sentence with a code; None if the error is a bug of ours."""
    kind = f"{type(error).__module__.partition('.')[0]}.{type(error).__name__}"
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return f"[system.io] 系统读写失败({reason});请检查磁盘和权限。 Reading or writing failed ({reason}); check disk and permissions."
    if kind == "workers.RulesFileError":
        return str(error)
    if kind in {"models.FileStoreFull", "models.FileStoreUnavailable"}:
        return f"[storage.unavailable] 文件存储不可用;请检查存储空间和 NIANBAO_STORAGE 设置后重试。 Files cannot be kept: {error}."
    if kind in {"sqlalchemy.OperationalError", "sqlalchemy.InterfaceError", "sqlalchemy.ProgrammingError"}:
        return (
            "[database.unavailable] 无法使用数据库;请检查 NIANBAO_DATABASE_URL,并先运行 nianbao migrate。 "
            f"The database cannot be used ({kind}); check NIANBAO_DATABASE_URL and run `nianbao migrate` first."
        )
    if kind.startswith("redis.") or kind in {
        "kombu.OperationalError",
        "workers.BrokerStartError",
        "workers.WorkerStartError",
    }:
        return f"[broker.unavailable] 队列服务不可用。 The queue cannot be used: {error}; see the log and NIANBAO_BROKER_URL."
    if kind.endswith((".ValidationError", ".SettingsError")):
        return f"[settings.invalid] 环境变量设置有误。 The settings are not valid, mend the environment: {error}"
    return None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """Read and check annual reports on government information disclosure. 政府信息公开工作年度报告的读取与核对。"""  # noqa: D400 - the full stop is Chinese


if __name__ == "__main__":
    main()
