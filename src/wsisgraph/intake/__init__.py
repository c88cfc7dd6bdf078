"""Tables become facts: the gate that every file of a person goes through."""

from wsisgraph.intake.gate import Stages, Wishes, take
from wsisgraph.intake.report import Report

__all__ = ["Report", "Stages", "Wishes", "take"]
