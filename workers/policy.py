"""The policy of this process: the file of rules that its settings name, read once and held against the catalogue.

It must load quickly: `nianbao parse` and `nianbao rules` use it without Celery and without a database.
"""

from collections.abc import Sequence
from functools import lru_cache

from config.rules import SHIPPED, rules_text
from config.settings import Settings
from pipeline.checks import RULES, Policy, PolicyError, policy_of
from pipeline.messages import Message


class RulesFileError(Exception):
    """The file of rules cannot be used; `code` is stable, and each of `problems` ends in what to do."""

    def __init__(self, code: str, said: Message, problems: Sequence[Message] = ()) -> None:
        lines = [f"  {each.zh}\n  {each.en}" for each in problems]
        super().__init__("\n".join([f"[{code}] {said.zh} {said.en}", *lines]))
        self.code, self.problems = code, tuple(problems)


def policy_in(settings: Settings) -> Policy:
    """Return the policy that `settings` name: the same as long as the process lives, and in all that it forks.

    Raises `RulesFileError` where the file cannot be read or says what cannot be.
    """
    return _policy_of_file(settings.rules_file)


@lru_cache
def _policy_of_file(file: str) -> Policy:
    name = file or str(SHIPPED)
    try:
        return policy_of(rules_text(file), RULES)
    except PolicyError as error:
        said = Message(f"规则文件 {name} 有误:", f"The file of rules {name} is not valid:")
        raise RulesFileError("rules.invalid", said, error.problems) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        said = Message(
            f"无法读取规则文件 {name}({reason});请检查 NIANBAO_RULES_FILE。",
            f"The file of rules {name} cannot be read ({reason}); check NIANBAO_RULES_FILE.",
        )
        raise RulesFileError("rules.unreadable", said) from error
