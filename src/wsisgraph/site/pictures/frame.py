"""A picture in a page, and as a file of its own."""

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from wsisgraph.site.files import FOLDER, squeezed
from wsisgraph.site.language import direction
from wsisgraph.site.pictures.canvas import Drawing, anchored, patterns, turned
from wsisgraph.site.pictures.measure import wrapped

_MARGIN, _TITLE, _FOOT = 20.0, 29.0, 16.0
_FONT = "'Noto Sans','Noto Sans Arabic','Noto Sans CJK SC','Segoe UI',Arial,sans-serif"


def framed(drawing: Drawing, name: str) -> Markup:
    """Return a picture as it stands in a page, whose style sheet tells its look."""
    return Markup(
        '<svg class="picture" role="img" aria-labelledby="{name}-title" '
        'aria-describedby="{name}-desc" viewBox="0 0 {wide} {high}" '
        'width="{wide}" height="{high}" direction="ltr">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
        "{patterns}{body}</svg>"
    ).format(
        name=name,
        wide=round(drawing.width),
        high=round(drawing.height),
        title=drawing.title,
        description=drawing.description,
        patterns=patterns(name, drawing.body),
        body=drawing.body,
    )


def alone(drawing: Drawing, name: str, lang: str, colours: Mapping[str, str], credit: str) -> str:
    """Return a picture as an SVG file: with its title above, its origin below, its look within.

    Word processors know no variables of CSS, so the colours stand in it as they are: those of the
    light theme, on white, to be printed.

    Args:
        drawing: the picture.
        name: begins its identifiers.
        lang: its language.
        colours: the light colours of the theme.
        credit: where it is from.
    """
    title = wrapped(drawing.title, drawing.width, 19, 2, True)
    foot = wrapped(credit, drawing.width, 11, 4)
    top = _MARGIN + len(title) * _TITLE + 10
    high = top + drawing.height + 12 + len(foot) * _FOOT + _MARGIN / 2
    wide = drawing.width + 2 * _MARGIN
    mirrored = direction(lang) == "rtl"
    begin = wide - _MARGIN if mirrored else _MARGIN
    heads = [
        Markup('<text class="p-title" x="{}" y="{}"{}>{}</text>').format(
            round(begin),
            round(_MARGIN + 16 + at * _TITLE),
            anchored("start", mirrored),
            turned(line, mirrored),
        )
        for at, line in enumerate(title)
    ]
    feet = [
        Markup('<text class="p-s" x="{}" y="{}"{}>{}</text>').format(
            round(begin),
            round(top + drawing.height + 18 + at * _FOOT),
            anchored("start", mirrored),
            turned(line, mirrored),
        )
        for at, line in enumerate(foot)
    ]
    return str(
        Markup(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" xml:lang="{lang}" '
            'aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
            'viewBox="0 0 {wide} {high}" '
            'width="{wide}" height="{high}" direction="ltr">\n'
            '<title id="{name}-title">{title}</title>\n'
            '<desc id="{name}-desc">{description}</desc>\n'
            "<style>{style}</style>\n{patterns}\n"
            '<rect class="p-paper" width="{wide}" height="{high}"/>\n{heads}\n'
            '<g transform="translate({margin} {top})">\n{body}\n</g>\n{feet}\n</svg>\n'
        ).format(
            lang=lang,
            name=name,
            wide=round(wide),
            high=round(high),
            title=drawing.title,
            description=drawing.description,
            style=Markup(_style(tuple(sorted(colours.items())))),
            patterns=patterns(name, drawing.body),
            heads=Markup("\n").join(heads),
            margin=round(_MARGIN),
            top=round(top),
            body=drawing.body,
            feet=Markup("\n").join(feet),
        )
    )


@lru_cache(maxsize=4)
def _style(colours: tuple[tuple[str, str], ...]) -> str:
    """Return the look of pictures with the colours in their places, without what is for screens."""
    text = (FOLDER / "pictures.css").read_text(encoding="utf-8")
    # One class each: not every program that opens the file understands more.
    plain = text.partition("/* on a page */")[0].replace(".picture text", "text")
    plain = plain.replace(".picture .", ".")
    known = {**dict(colours), "sans": _FONT}
    return squeezed(re.sub(r"var\(--([\w-]+)\)", lambda found: known[found[1]], plain))
