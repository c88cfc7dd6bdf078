"""Kinds of lines that are told by their looks: heads and feet of pages, rules, addresses."""

import re

from wsisgraph.loading.dates import month_names
from wsisgraph.loading.texts.numbers import number_at_start

_ENDS = re.compile(r"[.,;:!?。，、；：！？،؛؟…](?:[”\"»’)）]*)$|[”\"»]$")
_CLOSED = re.compile(r"[.;。；]\W*$")
_RULE = re.compile(r"[\s_\-=—–*.·•~…]{3,}")
_ADDRESS = re.compile(r"\s*[<(•\uf0b7]?\s*(?:https?://|www\.)\S+\s*[>)•\uf0b7]?\s*")
_FOOTER = re.compile(
    r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*/\s*\d{1,4}|(?:page|página|стр\.?|страница|الصفحة|صفحة|第)\s*"
    r"\d{1,4}(?:\s*(?:of|/|de|sur|из|من|页|頁)\s*\d{0,4})?|PAGE(?:REF)?\b.*|HYPERLINK\b.*"
    r"|第\s*\d{1,4}\s*[页頁]?\s*[,，/]?\s*[共/]\s*\d{1,4}\s*[页頁]|\d{1,4}\s(?:of|de|sur|из|من)\s\d{1,4}"
    r"|[A-Z][\w&.-]{0,20}/[\w&/.()-]{1,30}\s+\d{1,4}|•.{0,80}•"
    # Numbers of print jobs of the United Nations: GE.16-03198 (S) 150616, 14-54366, *1603198*.
    r"|(?:GE\.)?\d\d-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{6}){0,2}(?:\s+\d{1,3}(?:/\d{1,3})?)?|\*\d{7}\*"
    r"|[A-Z][\w&/.()-]{3,40}\s+(?:page|página|стр\.?|страница|الصفحة|第)\s*\d{1,4}页?"
    r"|(?:page|página|стр\.?|страница|الصفحة|第)\s*\d{1,4}页?\s+[A-Z][\w&/.()-]{3,40})\s*",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:table|tableau|cuadro|tabla|таблица|الجدول|جدول|表格?)\s?(?:no\.?|n°|№)?\s?[\d一二三四五六七八九十]",
    re.IGNORECASE,
)
_LEADER = re.compile(r"\S\s*(?:\.{4,}|…{2,}|(?:\s\.){4,}|·{4,}|_{4,})\s*\d{1,4}\Z")
_HAN = re.compile("[\u3400-\u9fff]")
# Letters, of which Chinese needs half as many.
_LONGEST_ON_FRONT = 100
_PAGE_OF = re.compile(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*")
_HEADER = re.compile(
    # Two organs may each have given their symbol: A/71/67–E/2016/51.
    r"(?=\D*\d)(?:MOD|ADD|SUP|NOC)?\s*\(?[A-Z][A-Z0-9&.-]{0,15}(?:\s?[/–—-]\s?[A-Z0-9&.()-]{1,14}){1,7}\)?"
    r"|(?:MOD|ADD|SUP|NOC)\b.{0,40}"
    r"|(?:agenda item|point de l'ordre du jour|punto del orden del d[ií]a|пункт повестки дня"
    r"|البند من جدول الأعمال|بند جدول الأعمال|议程项目|议项)\b.{0,60}"
    # With the number within: Point 16 de l'ordre du jour.
    r"|(?:point|punto|tema|пункт|البند)\s\d{1,3}\s?(?:\(?\w{1,3}\)?)?\s.{0,6}"
    r"(?:ordre du jour|orden del d[ií]a|programa|повестки дня|جدول الأعمال)\W{0,2}"
    r"|(?:议程项目|议项)\s?\d.{0,20}"
    r"|(?:document|documento|документ|الوثيقة|文件|symbol|symbole|símbolo|cote|signatura"
    r"|(?:условное )?обозначение|الرمز|文号)"
    r"\s?[:：]?\s?[A-Z0-9][^\s]{2,30}(?:.{0,20}|\s\d{1,2}\s[^\W\d]{3,12}\s\d{4}.{0,30})"
    r"|(?:addendum|corrigendum|addéndum|corrigéndum|дополнительный документ|исправление|إضافة|补遗"
    r"|勘误)\b.{0,60}\d.{0,20}"
    r"|(?:revision|révision|revisión|пересмотр|مراجعة|修订)\s?\d.{0,60}"
    r"|[^\W\d]{5,9} only|[^\W\d]{5,9} seulement|(?:solamente|únicamente) en [^\W\d]{5,9}"
    r"|(?:original|оригинал|الأصل|原文|distr|langue originale)\s*[:：.].{0,40}"
    # The language of the copy stands alone on first pages of the United Nations.
    r"|english|french|spanish|russian|arabic|chinese|fran[cç]ais|anglais|espagnol|russe|arabe|chinois"
    r"|espa[nñ]ol|ingl[eé]s|franc[eé]s|ruso|[aá]rabe|chino|русский|английский|французский|испанский"
    r"|арабский|китайский|(?:ال)?(?:عربية|إنكليزية|إنجليزية|فرنسية|إسبانية|روسية|صينية)|[中英法俄阿西]文|西班牙文|阿拉伯文"
    r"|\d{1,2}\.?\s+[^\W\d]{3,12}\.?\s+(?:de\s+)?\d{4}(?:\s*г(?:ода|\.)?)?|\d{4}年\d{1,2}月(?:\d{1,2}日)?",
    re.IGNORECASE,
)
_DATE_CHINESE = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日?)?(?:[-–—至到]+(?:\d{1,2}月)?\d{1,2}日)?)?"
)
_MONTH_CHINESE = re.compile(r"\d{4}年\d{1,2}月")
# What a title says, and the head of a page does not.
_TITLED_CHINESE = re.compile("报告|决议|草案|提案|摘要|纪要|意见|文稿|路线图")
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BETWEEN = (
    "de du del la le to from au a al à el y and et er st nd rd th the с по и г года من إلى و في"
)
_BETWEEN_DATES = frozenset(_BETWEEN.split())


def is_rule(text: str) -> bool:
    """Tell whether a text is a line that is drawn."""
    return _RULE.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Tell whether a text is an address in the web, and no more."""
    return _ADDRESS.fullmatch(text) is not None


def ends(text: str) -> bool:
    """Tell whether a text ends as sentences do, or parts of them."""
    end = text[-12:]
    # “(Пересм. Дубай, 2018 г.)” ends no sentence, though there is a stop in it.
    return _ENDS.search(end) is not None and not end.casefold().endswith(" г.)")


def is_closed(text: str) -> bool:
    """Tell whether a text ends as whole sentences and items do."""
    return _CLOSED.search(text[-12:]) is not None


def is_header(text: str) -> bool:
    """Tell whether a text is of the head of a first page: symbol, date, language, agenda."""
    if len(text) > 80 or text[:1].islower() or (ends(text) and not text.endswith("г.")):
        return False
    if _HEADER.fullmatch(text) is not None:
        return True
    # A date with the place, and no more.
    if not _YEAR.search(text):
        return False
    if _MONTH_CHINESE.search(text) is not None:
        rest = _DATE_CHINESE.sub("", text)
        return sum(map(str.isalpha, rest)) <= 12 and not _TITLED_CHINESE.search(rest)
    words = [word.casefold() for word in _WORDS.findall(text)]
    names = [word for word in words if word not in month_names() and word not in _BETWEEN_DATES]
    return len(names) <= 2 and any(word in month_names() for word in words)


def is_caption(text: str) -> bool:
    """Tell whether a text says what a table is, such as “Table 2: Gifts”."""
    return _CAPTION.match(text) is not None


def is_contents(text: str) -> bool:
    """Tell whether a text is a line of contents: a heading, dots, and its page."""
    return text[-1:].isdigit() and _LEADER.search(text) is not None


def is_footer(text: str) -> bool:
    """Tell whether a text is a page's number, with or without the document's symbol."""
    page = _PAGE_OF.fullmatch(text)
    # 3/12 is a page, 72/10 the number of a resolution.
    return int(page[1]) <= int(page[2]) if page else _FOOTER.fullmatch(text) is not None


def is_running_text(text: str) -> bool:
    """Tell whether a text is too long for the head of a first page, or has a number."""
    if len(text) + len(_HAN.findall(text)) > _LONGEST_ON_FRONT:
        return True
    number = number_at_start(text)
    return number is not None and number.style == "decimal" and number.is_sure
