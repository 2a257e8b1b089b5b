"""What stops the client: one sentence in Chinese and English that begins with what was wrong and ends in what to do."""

from pipeline.messages import Message


class ClientError(Exception):
    """The client cannot go on; `code` is stable."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code = code
        self.message = Message(zh, en)
        super().__init__(f"[{code}] {zh} {en}")


class RequestRefusedError(ClientError):
    """The server's answer is no, and asking again would not change it."""

    def __init__(self, status: int, code: str, zh: str, en: str) -> None:
        self.status = status
        super().__init__(code, zh, en)


class UnreachableError(ClientError):
    """The server did not answer, or could not help, for as long as we were willing to wait."""

    def __init__(self, url: str, waited_s: float, reason: Message) -> None:
        super().__init__(
            "server.unreachable",
            f"{waited_s:.0f} 秒内无法使用服务 {url}({reason.zh});请检查地址和网络,然后重新运行同一命令。",
            f"{url} could not be used for {waited_s:.0f} s ({reason.en}); check the address and the network, "
            "then run the same command again.",
        )


class TryAgain(Exception):  # noqa: N818 - it says what to do
    """An attempt failed in a way that may pass. `busy` where the server is well and only asks us to wait."""

    def __init__(self, zh: str, en: str, *, after_s: float = 0.0, busy: bool = False) -> None:
        self.reason = Message(zh, en)
        self.after_s = after_s
        self.busy = busy
        super().__init__(en)


class FileMoved(Exception):  # noqa: N818 - named for what happened
    """A file is not as it was when it was hashed; found while it was being sent."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)
