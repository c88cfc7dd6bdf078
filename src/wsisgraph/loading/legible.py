"""Texts without the characters that nobody sees, and with what a wrong encoding made of them."""

# Spaces without width, marks of byte order, soft hyphens: they part what is one word.
_WITHOUT_WIDTH = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")
# Marks of direction, which mean something between letters only.
_DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def seen(text: str) -> str:
    """Return a text without spaces that have no width, and marks of direction at its ends."""
    text = text.translate(_WITHOUT_WIDTH)
    while (shorter := text.strip().strip(_DIRECTIONS)) != text:
        text = shorter
    return text


def unmangled(text: str) -> str | None:
    """Return what a text was before UTF-8 was read as Windows-1252; None where it was not."""
    if text.isascii():
        return None
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return None
