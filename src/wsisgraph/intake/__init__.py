"""Tables become facts: the gate that every file of a person goes through."""

from wsisgraph.intake.gate import Stages, Wishes
from wsisgraph.intake.report import Report
from wsisgraph.intake.several import take

__all__ = ["Report", "Stages", "Wishes", "take"]
