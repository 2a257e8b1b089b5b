"""How the store of submitted bytes fails."""


class FileStoreError(Exception):
    """The store could not do what was asked."""


class FileOfStoreError(FileStoreError):
    """Bytes could not be given back; `sha256` says which."""

    def __init__(self, sha256: str, message: str) -> None:
        super().__init__(message)
        self.sha256 = sha256


class FileMissing(FileOfStoreError):  # noqa: N818 - named for what happened
    """No file with this content is in the store."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256, f"no file with SHA-256 {sha256} is in the store; restore it or submit the file again")


class FileCorrupt(FileOfStoreError):  # noqa: N818 - named for what happened
    """The file is there, but its bytes are no longer the ones that were put."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            sha256, f"the file with SHA-256 {sha256} is damaged; check the disk and submit the file again to mend it"
        )


class FileStoreFull(FileStoreError):  # noqa: N818 - named for what happened
    """There is no room left; nothing was half stored."""

    def __init__(self) -> None:
        super().__init__("the file storage is full; make room and try again")
        self.reason = "no space left"


class FileStoreUnavailable(FileStoreError):  # noqa: N818 - named for what happened
    """The store is away, or refuses us."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the file storage cannot be used ({reason}); check it and try again")
        self.reason = reason
