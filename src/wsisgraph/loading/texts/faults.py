"""What is wrong with a file that cannot be read."""


class Unreadable(Exception):
    """A file that cannot be read.

    Attributes:
        found: what was found, as a sentence without a full stop.
        mend: how to mend it.
    """

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend
