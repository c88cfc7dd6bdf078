"""A theme file: TOML, checked key by key, with every fault named at once.

What a file leaves out is taken from our own, `theme.toml`. Templates in a folder `templates` beside
a file win over ours.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.site import colours
from wsisgraph.site.language import NAMES
from wsisgraph.site.theme import FootLink, Theme
from wsisgraph.terms.codes import MATRIX_LINES

OURS = Path(__file__).parent / "theme.toml"
"""Our own theme."""

MENU = ("matrix", "goals", "lines", "activities", "roles", "questions", "query", "api")
"""Places the menu may hold; `base.html` knows where they are."""

FIRST_PAGE = ("matrix", "ask", "counts", "use")
"""Parts of the first page; `home.html` has a block for each."""

_PICTURES = (".svg", ".png", ".webp", ".jpg", ".jpeg")
_LARGEST_PICTURE = 200_000
_LONGEST = {"name": 60, "tagline": 200, "title": 200, "introduction": 2000, "footer": 2000}


def read(file: Path | None = None) -> Theme:
    """Return the theme of a file, ours for None.

    Raises:
        InputRefused: the file cannot be read, or says what no theme may say; names the file, the
            key, and the values it may have, for all faults at once.
    """
    ours = _toml(OURS)
    own = _toml(file) if file else ours
    faults = _Faults(file or OURS)
    theme = _theme(own, ours, file or OURS, faults)
    if faults.found:
        raise InputRefused("The theme cannot be used", faults.found)
    return theme


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or str(error)
        mend = "give the path of a theme file; docs/theming.md describes it"
    except UnicodeDecodeError as error:
        why, mend = f"is not UTF-8 ({error.reason} at byte {error.start})", "save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        why, mend = f"is not TOML: {error}", "correct that line"
    raise InputRefused("The theme cannot be used", [Problem(str(file), why, mend)])


class _Faults:
    """Collects what is wrong with a theme, key by key."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, key: str, found: str, mend: str) -> None:
        self.found.append(Problem(f"{self.file}: {key}", found, mend))

    def unknown(self, key: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Take note of names that are not known, with the one that may be meant."""
        known = list(known)
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                meant = f"perhaps “{near[0]}” is meant; " if near else ""
                place = f"{key}.{name}" if key else name
                self.add(place, "there is no such key", f"{meant}valid: {', '.join(known)}")


def _theme(own: dict[str, Any], ours: dict[str, Any], file: Path, faults: _Faults) -> Theme:
    faults.unknown("", own, [*ours, "texts", "colours"])
    order = _table(own, "order", ours, faults)
    return Theme(
        name=_name(own.get("name", ours["name"]), faults),
        logo=_logo(file, own.get("logo"), faults),
        address=_address(own, "address", faults),
        service=_address(own, "service", faults),
        links=_links(own.get("links", []), faults),
        texts=_texts(_table(own, "texts", ours, faults), ours["texts"], faults),
        unreviewed=frozenset(
            _names(own, "", "unreviewed", NAMES, faults)
            if "unreviewed" in own or "texts" in own
            else ours["unreviewed"]
        ),
        menu=_names(order, "order.", "menu", MENU, faults, ours["order"]),
        first_page=_names(order, "order.", "first-page", FIRST_PAGE, faults, ours["order"]),
        lines=_names(order, "order.", "lines", MATRIX_LINES, faults, ours["order"]),
        goals=_goals(_table(own, "colours", ours, faults), ours["colours"]["goals"], faults),
        light=_palette(own, ours, "light", faults),
        dark=_palette(own, ours, "dark", faults),
        templates=None if file == OURS else _folder(file.parent / "templates"),
    )


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


def _table(
    data: dict[str, Any], name: str, ours: dict[str, Any], faults: _Faults
) -> dict[str, Any]:
    """Return a table of the file, with its unknown keys noted."""
    found = data.get(name, {})
    if not isinstance(found, dict):
        faults.add(name, f"“{found}” is no table", f"write [{name}] and its keys below it")
        return {}
    faults.unknown(name, found, ours[name])
    return found


def _name(given: object, faults: _Faults) -> str:
    if _is_text(given, _LONGEST["name"]):
        return str(given).strip()
    faults.add("name", f"“{given}” is no name", f"give 1 to {_LONGEST['name']} characters")
    return ""


def _is_text(given: object, longest: int) -> bool:
    return isinstance(given, str) and len(given.strip()) > 0 and len(given) <= longest


def _logo(file: Path, given: object, faults: _Faults) -> Path:
    if given is None:
        return OURS.parent / "assets" / "mark.svg"
    folder = OURS.parent / "assets" if file == OURS else file.parent
    logo = folder / str(given)
    mend = f"name a file beside the theme that ends in {', '.join(_PICTURES)}"
    if not isinstance(given, str) or logo.suffix.lower() not in _PICTURES:
        faults.add("logo", f"“{given}” is no picture", mend)
    elif not logo.is_file():
        faults.add("logo", f"{logo} is not there", mend)
    elif (size := logo.stat().st_size) > _LARGEST_PICTURE:
        faults.add(
            "logo",
            f"{logo} has {size:,} bytes",
            f"make it smaller than {_LARGEST_PICTURE:,}: every page shows it",
        )
    return logo


def _address(data: dict[str, Any], key: str, faults: _Faults) -> str:
    given = data.get(key, "")
    if given == "" or _is_address(given, ("http", "https")):
        return str(given).rstrip("/")
    faults.add(key, f"“{given}” is no web address", 'write "https://wsis.example.org"')
    return ""


def _is_address(given: object, schemes: tuple[str, ...]) -> bool:
    if not isinstance(given, str) or not re.fullmatch(r"[!-~]+", given):
        return False
    try:
        parts = urlsplit(given)
    except ValueError:
        return False
    if parts.scheme not in schemes or set(given) & set("\"'<>;,\\"):
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(parts.hostname)


def _links(given: object, faults: _Faults) -> tuple[FootLink, ...]:
    if not isinstance(given, list) or not all(isinstance(link, dict) for link in given):
        faults.add("links", f"“{given}” is no list of links", "write [[links]] for each")
        return ()
    found = []
    for number, link in enumerate(given, start=1):
        place = f"links {number}"
        names = {key: text for key, text in link.items() if key != "address"}
        faults.unknown(place, names, ("address", *NAMES))
        address = link.get("address")
        if not _is_address(address, ("http", "https", "mailto")):
            faults.add(
                f"{place}.address",
                f"“{address}” is no address of the web or of mail",
                'write "https://example.org/contact" or "mailto:wsis@example.org"',
            )
        if not names or not all(_is_text(text, 200) for text in names.values()):
            faults.add(place, "it has no name", 'add en = "Contact", and other languages')
        found.append(FootLink(str(address), names))
    return tuple(found)


def _texts(
    given: dict[str, Any], ours: dict[str, dict[str, str]], faults: _Faults
) -> dict[str, dict[str, str]]:
    texts = dict(ours)
    for key, by_language in given.items():
        place = f"texts.{key}"
        if not isinstance(by_language, dict) or not by_language:
            faults.add(
                place, f"“{by_language}” names no language", f'write [{place}] and en = "…" below'
            )
            continue
        faults.unknown(place, by_language, NAMES)
        longest = _LONGEST.get(key, 2000)
        for lang, text in by_language.items():
            # nobody need have a foot
            if not _is_text(text, longest) and not (key == "footer" and text == ""):
                faults.add(f"{place}.{lang}", "it is no text", f"give 1 to {longest} characters")
        texts[key] = {lang: str(text).strip() for lang, text in by_language.items()}
    return texts


def _names(
    data: dict[str, Any],
    table: str,
    key: str,
    known: Iterable[str],
    faults: _Faults,
    ours: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Return a list of names, each of them known and none twice."""
    known = tuple(known)
    given = data.get(key, ours[key] if ours else [])
    place = f"{table}{key}"
    if not isinstance(given, list):
        faults.add(place, f"“{given}” is no list", f"write {key} = [{', '.join(map(repr, known))}]")
        return ()
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            meant = f"perhaps “{near[0]}” is meant; " if near else ""
            faults.add(place, f"there is no “{name}”", f"{meant}valid: {', '.join(known)}")
        elif given.count(name) > 1:
            faults.add(place, f"“{name}” stands there twice", "name it once")
    return tuple(dict.fromkeys(str(name) for name in given))


def _goals(given: dict[str, Any], ours: list[str], faults: _Faults) -> tuple[str, ...]:
    goals = given.get("goals", ours)
    if not isinstance(goals, list) or len(goals) != colours.GOALS:
        faults.add("colours.goals", "it is no list of 17 colours", "give one for each goal")
        return ()
    for number, colour in enumerate(goals, start=1):
        _check_colour(f"colours.goals, goal {number}", colour, faults)
    return tuple(map(str, goals))


def _palette(
    own: dict[str, Any], ours: dict[str, Any], scheme: str, faults: _Faults
) -> dict[str, str]:
    """Return a palette: the colours of the file over ours, if they stand out from each other."""
    colours_of = own.get("colours", {})
    given = colours_of.get(scheme, {}) if isinstance(colours_of, dict) else {}
    place = f"colours.{scheme}"
    if not isinstance(given, dict):
        faults.add(place, f"“{given}” is no table", f"write [{place}] and its keys below it")
        return {}
    faults.unknown(place, given, colours.NAMES)
    sound = [_check_colour(f"{place}.{name}", colour, faults) for name, colour in given.items()]
    palette = {name: str(given.get(name, ours["colours"][scheme][name])) for name in colours.NAMES}
    if all(sound):
        for pair in colours.too_alike(palette):
            faults.add(
                f"{place}.{pair.front}",
                f"{palette[pair.front]} on {pair.ground} {palette[pair.ground]} has a contrast of "
                f"{int(pair.ratio * 100) / 100} to 1",
                f"change one of the two until it is at least {pair.lowest:g} to 1 (WCAG 2.2 AA)",
            )
    return palette


def _check_colour(place: str, given: object, faults: _Faults) -> bool:
    if isinstance(given, str) and colours.HEX.fullmatch(given):
        return True
    faults.add(place, f"“{given}” is no colour", 'write it as "#00598f" or "#059"')
    return False
