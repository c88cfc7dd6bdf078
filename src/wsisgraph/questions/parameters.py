"""The parameters of a question: what they accept, and how a value becomes terms."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from wsisgraph.errors import UnknownCode
from wsisgraph.questions import serialise
from wsisgraph.questions.errors import BadParameter
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import codes, iris

Kind = Literal["iri", "date", "string", "integer", "code"]
KINDS: tuple[str, ...] = get_args(Kind)

# Which kinds of code a class takes (wsisgraph.terms.codes).
_CODES = {
    "wsis:ActionLine": "action-line",
    "sdgo:Goal": "goal",
    "sdgo:Target": "target",
    "sdgo:Indicator": "indicator",
}

# Where the individuals of a class live, so that a short key is enough: `itu`, `giga`.
_INDIVIDUALS = {
    "wsis:Body": "agency",
    "wsis:Activity": "activity",
    "wsis:Document": "document",
    "wsis:Instrument": "resolution",
    "wsis:Series": "series",
    "wsis:Event": "event",
}

_SHOWN = {
    "code": "a code such as C2, C7-ehea, 9 or 9.c",
    "date": "a day written YYYY-MM-DD, such as 2010-01-01",
    "integer": "a whole number",
    "iri": "an IRI",
    "string": "a text",
}

_PATH = re.compile(r"/?(id|vocab|graph)/([a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*)")

_SERIALISERS: Mapping[str, Callable[[str], str]] = {
    "date": serialise.iso_date,
    "integer": serialise.integer,
    "string": serialise.string,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        name: the variable, without its question mark.
        kind: what is written: an IRI (or a short key of its class), a code, a date …
        classes: what an IRI must be, as written in the header ("wsis:ActionLine").
        scheme: the vocabulary a concept is taken from by its key ("roles"), "" for none.
        label: English words for a form.
        required: whether the question makes no sense without it.
        default: the value when none is given; None means any.
        values: the closed list of what may be written, empty when it is open.
        example: the value of the file, as a person would write it.
    """

    name: str
    kind: Kind
    label: str
    classes: tuple[str, ...] = ()
    scheme: str = ""
    required: bool = False
    default: str | None = None
    values: tuple[str, ...] = ()
    example: str = ""

    @classmethod
    def read(cls, name: str, header: Mapping[str, object], example: str) -> "Parameter":
        """Read one entry of `params:`.

        Raises:
            ValueError: a key or kind that is not known, or no label; says which.
        """
        known = {"kind", "class", "scheme", "label", "required", "default", "values"}
        if unknown := sorted(set(header) - known):
            raise ValueError(f"parameter {name} has the unknown key {unknown[0]}")
        if header.get("kind") not in KINDS:
            raise ValueError(f"parameter {name} needs a kind out of {', '.join(KINDS)}")
        if not header.get("label"):
            raise ValueError(f"parameter {name} needs a label")
        classes = header.get("class", ())
        values = header.get("values", ())
        default = header.get("default")
        return cls(
            name=name,
            kind=cast(Kind, header["kind"]),
            label=str(header["label"]),
            classes=(classes,) if isinstance(classes, str) else tuple(cast(Sequence[str], classes)),
            scheme=str(header.get("scheme", "")),
            required=header.get("required") is True,
            default=None if default is None else str(default),
            values=tuple(str(value) for value in cast(Sequence[object], values)),
            example=example,
        )

    def terms(self, value: str | Sequence[str] | None) -> str:
        """Return the row for this value: SPARQL terms, or UNDEF for any.

        A text may list several values ("9.1, 9.a", "itu, unesco"); a sequence is taken one by one,
        and an empty one allows nothing.

        Raises:
            BadParameter: not given though required, or not acceptable; says what would be.
        """
        if value is None or value == "":
            value = self.default
        if value is None:
            if self.required:
                raise self._refused(f"No {self.name} is given")
            return "UNDEF"
        written = self._parts(value) if isinstance(value, str) else value
        found: dict[str, None] = {}
        for part in written:
            found.update(dict.fromkeys(self._serialised(part)))
        return " ".join(found)

    def _parts(self, text: str) -> Sequence[str]:
        if self.kind in ("code", "iri") and "://" not in text:
            return [part.strip() for part in re.split(r"[,;，、；]", text) if part.strip()]
        if self.values:
            return [part.strip() for part in text.split(",") if part.strip()]
        return [text]

    def _serialised(self, text: str) -> list[str]:
        if self.values and text not in self.values:
            raise self._refused(f"“{text}” is not one of the values of {self.name}")
        try:
            if self.kind in ("code", "iri"):
                return [serialise.iri(found) for found in self._iris(text)]
            return [_SERIALISERS[self.kind](text)]
        except UnknownCode as error:
            raise BadParameter(
                error.message,
                parameter=self.name,
                mend=error.mend,
                valid_values=error.valid_values,
            ) from error
        except ValueError as error:
            raise self._refused(str(error)[:1].upper() + str(error)[1:]) from error

    def _iris(self, text: str) -> list[str]:
        kinds = {_CODES[name] for name in self.classes if name in _CODES}
        if text.startswith(("http://", "https://")):
            return [text]
        if (path := _PATH.fullmatch(text)) is not None:
            if path[1] == "vocab":
                return [iris.VOCAB + path[2]]
            return [f"{iris.base_iri()}{path[1]}/{path[2]}"]
        if kinds or (self.kind == "code" and not self.classes):
            return [self._code(code, kinds) for code in codes.parse_codes(text)]
        key = text.strip().lower()
        if self.scheme:
            return [iris.vocab(self.scheme, key)]
        for name in self.classes:
            if name in _INDIVIDUALS:
                return [iris.individual(_INDIVIDUALS[name], key)]
        # No class says where a bare word would live: a code is the only thing it can be.
        return [self._code(code, set()) for code in codes.parse_codes(text)]

    def _code(self, code: codes.Code, kinds: set[str]) -> str:
        if code.iri is None or (kinds and code.kind not in kinds):
            wanted = " or ".join(sorted(kind.replace("-", " ") for kind in kinds)) or "concept"
            raise self._refused(f"“{code.notation}” is no {wanted}")
        return code.iri

    def _refused(self, message: str) -> BadParameter:
        valid: Sequence[str] = self.values
        mend = f"give {self.accepts}"
        if not valid and self.classes == ("wsis:ActionLine",):
            valid = codes.ACTION_LINES
        elif not valid and self.classes == ("sdgo:Goal",):
            valid = codes.GOALS
        elif valid:
            mend = f"give one of {', '.join(valid)}"
        return BadParameter(message, parameter=self.name, mend=mend, valid_values=valid)

    @property
    def accepts(self) -> str:
        """What to write, in words: the end of the sentence “give …”."""
        kinds = [_CODES[name] for name in self.classes if name in _CODES]
        if kinds:
            samples = {
                "action-line": "an action line such as C2 or C7-ehea",
                "goal": "a goal such as 9",
                "target": "a target such as 9.c",
                "indicator": "an indicator such as C090c01",
            }
            return " or ".join(samples[kind] for kind in kinds)
        for name in self.classes:
            if name in _INDIVIDUALS:
                noun = "agency" if name == "wsis:Body" else name.removeprefix("wsis:").lower()
                return f"the key or IRI of {'an' if noun[0] in 'aei' else 'a'} {noun}"
        if self.kind == "iri":
            return "an IRI, a path such as id/agency/itu, or a code such as 9.c"
        return _SHOWN[self.kind]


def written(term: str) -> str:
    """Return a SPARQL term as a person would write it: `C2`, `9.c`, `itu`, `2010-01-01`.

    UNDEF gives the empty string.
    """
    if term == "UNDEF":
        return ""
    if term.startswith('"'):
        # The examples of our own files are plain: no escapes inside.
        return term[1 : term.rindex('"')]
    name = term.removeprefix("<").removesuffix(">")
    if name == term:
        return term
    lines = iris.VOCAB + "action-lines/"
    if name.startswith(lines):
        key = name.removeprefix(lines)
        return next((line for line in codes.ACTION_LINES if line.lower() == key), key)
    if name.startswith(iris.SDG + "/"):
        return name.removeprefix(iris.SDG + "/")
    for kind in _INDIVIDUALS.values():
        prefix = f"{DEFAULT_BASE}id/{kind}/"
        if name.startswith(prefix) and "/" not in name.removeprefix(prefix):
            return name.removeprefix(prefix)
    if name.startswith(iris.VOCAB):
        return name.rpartition("/")[2]
    return name
