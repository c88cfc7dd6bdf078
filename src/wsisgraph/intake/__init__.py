"""Tables become facts: the gate that every file of a person goes through."""

from wsisgraph.intake.report import Report
from wsisgraph.intake.several import take
from wsisgraph.intake.wishes import Stages, Wishes

__all__ = ["Report", "Stages", "Wishes", "take"]
