"""The columns of a peer's table, by their headers in any of the usual words."""

import re
from collections.abc import Mapping, Sequence

from wsisgraph.errors import DataSyntaxError

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": (
        *("identifier", "ref", "key", "identifiant", "identificador", "编号"),
        *("your number", "votre numéro", "su número", "ваш номер", "贵方编号", "رقمكم"),
    ),
    "title": ("name", "activity", "titre", "título", "titulo", "название", "名称", "العنوان"),
    "agency": (
        *("organisation", "organization", "body", "organisme", "organismo", "机构"),
        *(
            "carried out by",
            "menée par",
            "realizada por",
            "исполнитель",
            "实施机构",
            "الجهة المنفذة",
        ),
    ),
    "kind": ("type", "genre", "tipo", "вид", "类型"),
    "goals": (
        *("goal", "sdg", "sdgs", "targets", "odd", "ods", "цур", "目标"),
        *("goal or target", "objectif ou cible", "objetivo o meta", "цель или задача"),
        *("目标或具体目标", "الهدف أو الغاية"),
    ),
    "lines": (
        *("line", "action line", "action lines", "under", "行动方面", "خط العمل"),
        *("grande orientation", "línea de acción", "направление деятельности"),
    ),
    "start": ("from", "start date", "début", "inicio", "начало", "开始", "du", "desde", "с", "من"),
    "end": ("to", "until", "end date", "fin", "конец", "结束", "au", "hasta", "по", "إلى"),
    "country": ("countries", "pays", "país", "страна", "国家"),
    "url": (
        *("address", "link", "web", "网址"),
        *("web address", "adresse web", "dirección web", "веб-адрес", "عنوان الموقع"),
    ),
    "same as": ("sameas", "owl:sameas"),
}
"""The columns, each with other headers that are taken for it, as `template activities` has them."""

SEVERAL = ("goals", "lines")
"""Columns of codes, of which a table may have more than one."""

# Words of headers: those that name goals, those that stand with them, those that name lines, and
# those that stand beside either.
_GOALS = frozenset(("sdg", "sdgs", "odd", "ods", "цур", "goal", "goals"))
_SERVED = _GOALS.union(
    ("target", "targets", "objectif", "objectifs", "cible", "cibles", "objetivo", "objetivos"),
    ("meta", "metas", "цель", "цели", "задача", "задачи"),
)
_UNDER = frozenset(("action", "actions", "line", "lines", "grande", "grandes")).union(
    ("orientation", "orientations", "línea", "líneas", "linea", "lineas", "acción", "accion"),
    ("направление", "направления", "деятельности"),
)
_BESIDE = frozenset(("and", "or", "of", "the", "to", "un", "wsis", "related", "relevant")).union(
    ("main", "primary", "secondary", "code", "codes", "number", "numbers"),
    ("et", "ou", "des", "les", "de", "du", "la", "le", "smsi", "y", "o", "los", "las"),
    ("relacionados", "и", "или", "оон", "ввуио"),
)
_WORDS = re.compile(r"[^\W\d_]+")
_WHICH = re.compile(r" [1-9]$")


def columns_of(header: Sequence[str], number: int) -> dict[str, list[int]]:
    """Return the places of each column in a header.

    Args:
        header: its cells.
        number: the row that it is.

    Raises:
        DataSyntaxError: a column that is needed is not among them.
    """
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(header):
        named = cell.strip().casefold().lstrip("\ufeff").rstrip("*: ")
        alone = _WHICH.sub("", named)
        meant = _meant(named)
        for name, others in COLUMNS.items():
            if name in (named, meant) or named in others or (alone in others and name in SEVERAL):
                places = found.setdefault(name, [])
                if not places or name in SEVERAL:
                    places.append(place)
    for needed in ("title",):
        if needed not in found:
            raise DataSyntaxError(
                f"The table has no column “{needed}”",
                where=f"row {number}",
                mend=f"give it a header with some of: {', '.join(COLUMNS)}",
            )
    if "goals" not in found and "lines" not in found:
        raise DataSyntaxError(
            "The table has neither a column “goals” nor one “lines”",
            where=f"row {number}",
            mend="say of each activity which goals it serves, or which action lines it is under",
        )
    return found


def _meant(header: str) -> str:
    """Return the column of codes that a header means in other words, “SDG_targets”; "" for none."""
    words = {word for word in _WORDS.findall(header.replace("_", " "))} - _BESIDE
    # A “target” or an “objectif” alone may be anything that a project wants.
    if words & _GOALS and words <= _SERVED:
        return "goals"
    return "lines" if len(words) > 1 and words <= _UNDER else ""
