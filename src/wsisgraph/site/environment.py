"""The environment that templates are drawn in: their words, and what they may call.

One is made for each frame: a language, whether the reader chose it in the address (then every link
keeps it), whether the page is a file. All that depends on these alone is settled here once, so that
templates import each other without context: what they import is then run once and not for every
page.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.site import language, locales, markup, pictures, statements
from wsisgraph.site.choir import shared
from wsisgraph.site.compiled import Compiled
from wsisgraph.site.engine import Choir, Engine
from wsisgraph.site.files import logo_name
from wsisgraph.site.theme import Said, Theme, chosen
from wsisgraph.site.titles import titles
from wsisgraph.site.words import answered, folder_name, known_term, word

TEMPLATES = Path(__file__).parent / "templates"
"""Our own templates."""


class Site:
    """What templates see of the theme, in one language."""

    def __init__(self, theme: Theme, lang: str) -> None:
        self.name = theme.name
        self.logo = logo_name(theme)
        self.menu = theme.menu
        self.first_page = theme.first_page
        self.service = theme.service
        self.tagline = theme.text("tagline", lang)
        self.title = theme.text("title", lang)
        self.introduction = theme.text("introduction", lang)
        self.footer = theme.text("footer", lang)
        self.links: list[tuple[str, Said]] = [
            (link.address, chosen(link.names, lang)) for link in theme.links
        ]


def own_templates() -> BaseLoader:
    """Return where our templates are."""
    return PackageLoader("wsisgraph.site")


def templates(theme: Theme) -> BaseLoader:
    """Return where templates are: those of the theme before ours, ours also below `ours/`.

    Raises:
        InputRefused: a template of the theme is none; names file and line.
    """
    ours = own_templates()
    if theme.templates is None:
        return ours
    faults = []
    check = Environment(extensions=["jinja2.ext.i18n"])
    for file in sorted(theme.templates.rglob("*.html")):
        try:
            check.compile(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            faults.append(Problem(str(file), f"it is not UTF-8 ({error})", "save it as UTF-8"))
        except TemplateSyntaxError as error:
            place = f"{file}:{error.lineno}"
            faults.append(Problem(place, error.message or "it is no template", "correct that line"))
    if faults:
        raise InputRefused("The theme cannot be used", faults)
    return ChoiceLoader([FileSystemLoader(theme.templates), ours, PrefixLoader({"ours": ours})])


class Frame(NamedTuple):
    """What templates need to know of a page before they draw it.

    Attributes:
        lang: its language.
        chosen: whether that stands in its address.
        static: whether it is a file, with no service behind it.
    """

    lang: str
    chosen: bool = False
    static: bool = False


def _options(loader: BaseLoader, compiled: Compiled) -> dict[str, Any]:
    return {
        "loader": loader,
        "bytecode_cache": compiled,
        "autoescape": True,
        "auto_reload": False,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }


def environment(
    loader: BaseLoader,
    compiled: Compiled,
    frame: Frame,
    *,
    theme: Theme,
    asset: Callable[[str], str],
) -> Environment:
    """Return an environment.

    Args:
        loader: where the templates are.
        compiled: what was compiled of them before.
        frame: what the pages have in common.
        theme: what the site says of itself.
        asset: tells the address of a style sheet, script or picture.
    """
    lang = frame.lang
    made = Engine(**_options(loader, compiled))
    gettext, ngettext = language.callables(lang)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # ours fill the messages themselves, so the extension must not wrap them
    made.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})
    plain = language.translations(lang).gettext
    made.globals.update(
        lang=lang,
        lang_chosen=frame.chosen,
        static=frame.static,
        interface_lang=language.spoken(lang),
        direction=language.direction(lang),
        languages=language.NAMES,
        spoken_here=lambda code: Markup(' aria-current="true"' if code == lang else ""),
        word=lambda key: word(key, plain),
        answered=lambda value: answered(value, plain),
        folder_name=lambda folder: folder_name(folder, plain),
        known_term=lambda iri: known_term(iri, plain),
        titled=titles(lang, plain),
        translated=lambda english: language.translated(english, lang),
        documented=lambda english: language.documented(english, lang),
        number=lambda value: locales.number(value, lang),
        date=lambda printed: locales.date(printed, lang),
        literal=lambda value, datatype: locales.literal(value, datatype, lang),
        comma=locales.comma(lang),
        pause=locales.pause(lang),
        full_stop=locales.full_stop(lang),
        href=markup.links(lang, chosen=frame.chosen),
        text=markup.texts(language.spoken(lang)),
        short=markup.short,
        spoken_in=markup.spoken_in,
        tail=markup.tail,
        alike_in_name=statements.alike_in_name,
        shade=markup.shade,
        highest=markup.highest,
        in_language=markup.in_language,
        alike=markup.alike,
        same_graphs=markup.same_graphs,
        grouped=lambda choices: markup.grouped(choices, lang),
        narrow_types=markup.narrow_types,
        readable=markup.readable,
        is_code=markup.is_code,
        told_parts=statements.told_parts,
        naming=statements.naming,
        between=lambda value: statements.between(value, lang),
        table_columns=statements.table_columns,
        by_predicate=statements.by_predicate,
        by_kind=statements.by_kind,
        in_order=lambda values: statements.in_order(values, lang),
        by_name=lambda terms: statements.by_name(terms, lang),
        rows_in_order=statements.rows_in_order,
        answer_columns=statements.answer_columns,
        result_columns=statements.result_columns,
        answer_node=statements.answer_node,
        by_column=statements.by_column,
        by_first=statements.by_first,
        told_once=statements.told_once,
        explained=statements.explained,
        source_of=statements.source_of,
        note=statements.NOTE,
        rows_of=lambda table: markup.rows_of(table, theme.lines),
        drawn=lambda picture, name: pictures.shown(picture, lang, name),
        picture_file=lambda path, form: markup.links(lang, chosen=frame.chosen)(
            pictures.file_name(path, form, lang, static=frame.static)
        ),
        asset=asset,
        site=Site(theme, lang),
    )
    return made


def choir(loader: BaseLoader, compiled: Compiled, voices: Sequence[Environment]) -> Environment:
    """Return an environment that draws for several languages at once.

    Args:
        loader: where the templates are.
        compiled: what was compiled of them before.
        voices: the environments of the languages.
    """
    made = Choir(voices, **_options(loader, compiled))
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals.update(shared([voice.globals for voice in voices]))
    return made
