"""One result of a validation, whichever engine found it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of a validation (SHACL section 3.6.2).

    Attributes:
        focus: IRI of the thing that breaks a rule.
        path: IRI of the property concerned, or an empty string.
        value: offending value as text, or an empty string.
        message: what to do, as the shape says it.
        severity: `Violation`, `Warning` or `Info`.
        shape: IRI of the shape.
        component: IRI of the constraint component.
    """

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str
    component: str
