"""What a page asked of the data, by which it is known whether it must be made again."""

import hashlib
from dataclasses import dataclass, field

Fixed = tuple[tuple[str, str | tuple[str, ...]], ...]
"""Parameters with their values; under "" the name of the one by which answers are told apart."""

Asked = tuple[str, Fixed, tuple[str, ...]]
"""A question, what its askers have in common, and the standings that are read."""

Key = tuple[str, ...]
"""The values of the parameter by which answers are told apart; () where there is none."""

Request = tuple[Asked, Key]


@dataclass(slots=True)
class Used:
    """What one page asked for, in all its languages.

    Attributes:
        requests: the questions.
        names: the things that it names.
        addresses: where it links to, with “page” where the site has one and else "".
    """

    requests: set[Request] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)


def digest(answer: object) -> str:
    """Return a checksum of an answer, the same in every process."""
    return hashlib.blake2b(repr(answer).encode(), digest_size=8).hexdigest()
