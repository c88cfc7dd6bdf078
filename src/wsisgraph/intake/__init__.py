"""Tables become facts: the gate that every file of a person goes through.

What is named here is imported when it is asked for, since a process that reads files begins
(`awaiting`) before the rest of the gate is there.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsisgraph.intake.report import Report
    from wsisgraph.intake.several import take
    from wsisgraph.intake.wishes import Stages, Wishes

__all__ = ["Report", "Stages", "Wishes", "take"]

_MODULES = {"Report": "report", "Stages": "wishes", "Wishes": "wishes", "take": "several"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
