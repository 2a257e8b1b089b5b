"""A message in the two languages that people read here."""

import msgspec


class Message(msgspec.Struct, frozen=True):
    """One sentence in Chinese and the same in English."""

    zh: str
    en: str

    def filled(self, **fields: object) -> "Message":
        """Return the message with its `{fields}` put in."""
        return Message(self.zh.format(**fields), self.en.format(**fields))
