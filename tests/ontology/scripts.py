"""In which script a text is written, so that a label in the wrong language is noticed."""

import unicodedata

# How the Unicode names of the letters of a script begin.
_LETTERS = {
    "ar": "ARABIC",
    "en": "LATIN",
    "es": "LATIN",
    "fr": "LATIN",
    "ru": "CYRILLIC",
    "zh": "CJK",
}


def is_written_in(language: str | None, text: str) -> bool:
    """Tell whether most letters of `text` belong to the script of `language`.

    Acronyms such as ICT stay in Latin letters in every language; one Chinese character weighs as
    much as a word.
    """
    begins = _LETTERS[language or ""]
    own = sum(unicodedata.name(letter, "").startswith(begins) for letter in text)
    letters = sum(letter.isalpha() for letter in text)
    return own > 0 and (own >= letters / 2 or language == "zh")
