"""The one answer of a reader of values that cannot read: the key of a sentence in `reasons.json`."""


class Unfit(ValueError):
    """A text that is no such value. `reason` is a key of `reasons.json`; the text is not kept."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
