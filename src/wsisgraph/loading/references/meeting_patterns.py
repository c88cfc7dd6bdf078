"""How meetings are printed, as regular expressions over folded text, in all six languages."""

import re

from wsisgraph.loading.references.anchors import Late, needed
from wsisgraph.loading.references.conferences import places_pattern
from wsisgraph.loading.references.months import months
from wsisgraph.loading.references.numerals import HAN, ordinal_pattern
from wsisgraph.loading.references.words import any_of, bounded, group, pieces


def literal(piece: str) -> str:
    """Return the longest word that all matches of a pattern have, to be looked for first."""
    words = re.findall(r"[^\W\d_]+", _NOT_PLAIN.sub(" ", piece))
    return max(words, key=len, default="")


# What of a pattern may be absent or other: groups, classes, fields, a letter with a sign behind.
_NOT_PLAIN = re.compile(r"\([^()]*\)\??|\[[^\]]*\]\??|\{[^}]*\}|\\\w(?:\{[^}]*\})?|\w?[?*+]")
YEAR = r"(?:19|20)\d\d"
YEARS = (
    rf"{YEAR}(?:年)?"
    rf"(?:\s*(?:-|至|,|、|和|and|et|y|и|و|to)\s*(?:(?:de|en|in|of) |ل)?{YEAR}(?!\d)){{0,30}}"
)
# What goes on behind the year of a meeting: Council 2012 and 2013.
MORE_YEARS = re.compile(
    rf"(?<=\d)(?:年)?(?:\s*(?:,|、|和|and|et|y|и|و)\s*(?:(?:de|of) |ل)?{YEAR}(?!\d)){{1,30}}"
    r"(?![/-]\d|\s*[\d%])"
)
ENDING = r"(?:st|nd|rd|th|eme|e|er|re|a|o|[.]?[ªº°a](?![a-z])|-?(?:я|и|е|го|м|и|ом|еи|ая|ое|ые|х))"
NUMBERS = (
    rf"(?<![\d.,/-])\d{{1,3}}{ENDING}?"
    rf"(?:\s*(?:,|-|、|至|和|及|与|and|et|y|и|و|to|a|au|al|по)\s*"
    rf"(?:its |the |la |le |su |sa )?第?\d{{1,3}}{ENDING}?){{0,40}}"
)
HAN_NUMBERS = (
    r"\d{1,3}(?:\s*[次届]?\s*(?:,|-|、|至|和|及|与|以及)\s*第?\s*\d{1,3}){0,60}|"
    rf"{HAN}(?:[次届]?(?:、|和|至|及|与)第?{HAN}){{0,60}}"
)
CHINESE_NUMBERED = re.compile(
    rf"第\s*(?P<numbers>{HAN_NUMBERS})\s*(?P<count>次|届)(?P<what>(?:例行|特别|全体|年度|普通|定期|常规|部长级|紧急)?(?:会议|大会|例会|常会|届会|年会))?"
)
ALPHABETIC_NUMBERED = re.compile(
    bounded(rf"(?P<numbers>{NUMBERS})\s+{any_of('meeting', without='zh')}")
)
IN_WORDS = re.compile(
    bounded(
        rf"(?P<ordinal>(?:{ordinal_pattern()},? {any_of('and', without='zh')} "
        rf"(?:(?:the|l[ae]s?) )?)?{ordinal_pattern()})\s+{any_of('meeting', without='zh')}"
    )
)
# What stands behind the last ordinal of those, whatever its ending; Arabic ones have two words.
WORD_OF_ORDINAL = re.compile(rf"\w{{0,8}}(?: ?\w{{1,12}})?,?\s+{any_of('meeting', without='zh')}")
# An Arabic word that is counted: استقطب الاجتماع 213 مشاركاً.
COUNTED = r"\s(?!ال|لل)[\u0621-\u064a]{3,}ا(?![\u0621-\u064a])"
# Arabic has the number behind the word, as the others may: session 70, الدورة السبعون.
NUMBER_BEHIND = re.compile(
    rf"(?:ال|لل)?(?:اجتماع|دوره|دورات|اجتماعها|اجتماعه|دورته|دورتها|دورتي)(?:ات|ين)?\s+"
    rf"(?:(?:ال)?[\u0621-\u064a]{{3,}}يه?\s+)?"
    rf"(?:(?:ال ?)?(?P<numbers>{NUMBERS})(?![\d/]|{COUNTED})|(?P<ordinal>{ordinal_pattern()}))"
)
# Two of them, one after the other: الاجتماعان الرابع والأربعون والخامس والأربعون.
DUAL = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:ال|لل|بال)?(?:(?:اجتماع|دورت)(?:ان|ين)|(?:اجتماعي|دورتي)(?:ه|ها|هم))"
    r"(?P<both>(?:\s+و?ال[\u0621-\u064a]+){2,4})"
)
# las reuniones 36ª, 37ª y 38ª
NUMBERS_BEHIND = rf"\d{{1,3}}{ENDING}(?:\s*(?:,|y|et|и)\s*\d{{1,3}}{ENDING}){{1,40}}(?![\d/])"
# A day: el 5 de mayo, 5 и 6 октября.
MONTH = group(map(re.escape, months()))
OF_MONTH = rf"(?:\s*(?:-|и|y|et|and|al?|au|to|по)\s*\d{{1,2}})?\s+(?:de |of )?{MONTH}"
# What a number behind such a word counts: à la date de la réunion 388 réponses.
PLURAL = r"\s[a-z]{4,}s(?![a-z])"
NUMBERED_NO = re.compile(
    bounded(
        rf"{any_of('session', without='zh')}\s+(?:no\.?\s*)?"
        rf"(?P<numbers>{NUMBERS_BEHIND}|\d{{1,3}}(?![\d/.,]|{COUNTED}|{PLURAL}|{OF_MONTH}))"
    )
)
CODE_NUMBER = re.compile(r"-(?P<number>\d{2})(?![\d/.-])")
SESSION = any_of("session")
ABBREVIATION = r"(?:\s*\((?P<short>[^()\d]{2,24})\))?"
RIGHT = re.compile(
    rf"{ABBREVIATION}[\s,第-]*"
    rf"(?P<between>(?:(?:{any_of('at_its')}|{any_of('year')}|г|{SESSION})[\s,]+){{0,3}}(?:[将拟应已]?[在于]其?)?"
    rf"(?:(?:[在于][\u4e00-\u9fff]{{2,8}})?(?:召开|举行|举办)了?(?={YEAR}年[\u4e00-\u9fff]{{0,6}}会议))?)"
    rf"(?P<years>{YEARS})(?!\d|[/-]\d)(?:年)?\s*(?P<session>{SESSION}|届?(?:例行)?会议|届?大会|年会)?"
)
RIGHT_PLACE = re.compile(
    rf"{ABBREVIATION}\s*(?:\((?:[^()\d]{{0,30}}?)(?P<years>{YEAR})(?!\d)[^()\d]{{0,24}}\)|"
    rf"(?:,?\s*{any_of('held_at')})?(?:,?\s*(?:in|a|en|в|в г\.|في)\s*)?,?\s*"
    rf"(?:{places_pattern()}),?\s+(?:(?:in|en|в|في|عام|في عام) )?(?P<year>{YEAR})(?!\d))"
)
# The last session of the Council (2025).
RIGHT_BRACKETS = re.compile(
    rf"\s*\((?P<session>{SESSION}\s+(?:{any_of('year')}\s+)?)?(?P<years>{YEAR})(?: г\.?| года)?\)"
)
SESSION_OF = re.compile(
    rf"(?<![^\W\d_]){SESSION}\s+(?:{any_of('of', without='zh')}\s*)?(?:the |la |le |el |l')?\Z"
)
# Days within brackets stay what they are: (Bucharest, 26 September – 14 October 2022).
RIGHT_DAYS = re.compile(
    rf"{ABBREVIATION}(?=\s*\((?:[^()\d]{{0,40}}\d{{1,2}}(?!\d)[^()]{{3,50}}?(?P<year>{YEAR})(?!\d)[^()\d]{{0,12}}|"
    rf"[^()\d]{{0,20}}(?P<han>{YEAR})年\d{{1,2}}月[^()]{{1,30}})\))"
)
# The Assembly was held in New Delhi from 15 to 24 October 2024.
RIGHT_HELD = re.compile(
    rf"{ABBREVIATION},?\s*(?:{any_of('held_at')}|(?:in|a|en|в)\s+{places_pattern()})"
    rf"(?![a-z\u0400-\u052f])[^.;()\d]{{0,60}}?\(?(?<!\d)\d{{1,2}}"
    rf"(?!\d)[^.;()]{{0,40}}?(?P<year>{YEAR})(?!\d)"
)
RIGHT_HELD_CHINESE = re.compile(rf"{ABBREVIATION}(?:已|将)?于(?P<year>{YEAR})年\d{{1,2}}月")
RIGHT_HELD_ARABIC = re.compile(
    rf"{ABBREVIATION}[^.;()\d]{{0,40}}?\s(?:من|يومي|يوم|بين|في)\s(?:الفتره )?(?:من )?\d{{1,2}}"
    rf"(?!\d)[^.;()]{{0,40}}?(?P<year>{YEAR})(?!\d)"
)
# Nothing is held but what begins the sentence: not the meeting in preparation of a conference.
BEGINS = re.compile(
    r"(?:\A|[.;:,、。，；(]|(?<!\w)(?:and|et|y|и))\s*(?:the |la |le |l'|el |los |les )?\Z"
)
ARABIC_HELD = re.compile(r"(?:ا?نع?عقد|عقد|التام)\w{0,2}\s(?:ال|لل)?\Z")
SAID_BETWEEN = re.compile(
    rf"{SESSION}|\A (?:de|of|en|in|pour|para|на|لعام|في عام|عام) \Z|\A г\.? \Z"
)
# “WSIS Prizes in 2012” are the prizes, and a year.
IN = re.compile(r"(?<![a-z])(?:in|en|в|في)(?: (?:عام|سنه))?\s\Z|[在于]\Z")
TWO_YEARS = re.compile(r"\([^()]*(?:19|20)\d\d[^()]*(?:19|20)\d\d[^()]*\)")
NO_ADJECTIVE = r"(?:to|for|on|by|and|with|from|since|par|para|pour|по)"
LEFT = re.compile(
    rf"(?<!\d)(?P<years>{YEARS})(?:年度?|\s*г\.|\s*года)?(?:[上本这该]一?届|(?P<there>在[\u4e00-\u9fff]{{2,8}})?(?:举行|召开|举办)的)?\s*"
    rf"(?:{SESSION}\s*,\s*|(?:的|{SESSION}|editions?|iterations?)?\s*)(?:{any_of('of')})?"
    rf"\s*(?:the |la |le |el |l'|ال|ل|لل)?\s*(?:(?!{NO_ADJECTIVE} )\w+ )?\Z"
)
LEFT_SESSION = re.compile(
    rf"(?P<session>{SESSION})\s+(?:{any_of('year')}\s+)?(?P<years>{YEARS})(?:\s*(?:года|г\.))?\s*"
    rf"(?:,|{any_of('of')})?\s*(?:the |la |le |el |l'|من ال|من |ال|لل|ل)?\Z"
)
# Before 第5次会议 stands a name that is not known: 专门小组第5次会议.
UNKNOWN_BEFORE = re.compile(r"[组会委部坛局院盟]\Z")
# What it is that is counted.
WORD = re.compile(bounded(any_of("meeting", without="zh")))
COUNTED_AS_SESSION = re.compile(r"届|session|sesion|сесси|دور")
APART = re.compile(r"\d|[,;、]")
CLAUSE_END = re.compile(r"[.;。；:：](?=\s|\Z|[^\d])")
OF = re.compile(
    rf"[\s,]*(?:\([^()]{{2,40}}\)\s*)?(?:{any_of('of')})?\s*"
    r"(?:the |la |le |el |l'|ال|ل|لل)?(?:\w+ )?"
)
OF_UNION = re.compile(rf"\s*(?:{any_of('of')})?\s*(?:the |la |le |el |l'|ال|ل|لل)?", re.IGNORECASE)
ADOPTED = re.compile(rf"\s{any_of('resolution', 'decision', without='zh')}")
OF_ORGAN = re.compile(
    rf"(?:{any_of('of', without='zh')}|\s)+(?:the |la |le |el |l')?"
    rf"(?P<name>(?P<kind>[^\W\d_]+ )?{any_of('organ', without='zh')}"
    r"(?P<behind> (?:of the whole|executif|ejecutiv[oa]|(?:ال)?تنفيذيه?|[^\W\d_]+))?)(?![^\W\d_])"
)
# Meetings within a session or conference, and sessions out of turn, have numbers of their own.
PLENARY = re.compile(any_of("plenary", "extraordinary"))
# Of “the IGF MAG third meeting” the last acronym is somebody else.
ACRONYM = re.compile(r" [A-ZА-Я]{2,} ")
# The name goes on: Internet Governance Forum Multistakeholder Advisory Group.
LONGER_NAME = re.compile(r" [A-Z][a-z]+")
# … and the thirty-fifth on 3 May; … ; the 43rd ran from; la quarante-troisième, le 13 février.
ELIDED = re.compile(
    rf"[^.。]{{0,120}}?(?:(?:[,;:]\s|\s(?:and|et|y|и|а|و)\s)(?:(?:and|et|y|и|а) )?|\sو|\sاما |"
    # … and devoted to the 28th the days of; и посвятило двадцать восьмому.
    r"\s(?:and|et|y) [^\W\d_]+ (?=(?:to|a|au|aux) )|\sи [^\W\d_]{5,} )"
    rf"(?:(?:at|in|to|a|en|à|au|lors de|на|в|во) )?(?:the |la |le |el |its |sa |su )?"
    rf"(?P<said>(?P<number>\d{{1,3}}){ENDING}|(?P<ordinal>{ordinal_pattern()}))(?=[\s,:;(]|\Z)"
    rf"(?!\s+{any_of('meeting', without='zh')}|\s+(?:de |of )?{MONTH})"
)
ITS = re.compile(
    rf"(?<![^\W\d_])(?:its (?P<years>{YEAR}) (?:ordinary )?{SESSION}|"
    rf"(?:sa|su|своеи|своеи очереднои|دورته|دورتها) (?:{SESSION} )?"
    rf"(?:{any_of('year')} )?(?P<year>{YEAR})|"
    rf"(?:at|during) the (?P<years_of>{YEAR}) {SESSION}|(?:a la|en la|на|دوره) (?:{SESSION} )"
    rf"(?:{any_of('year')} )?(?P<year_of>{YEAR}))(?!\d)"
)
NUMBER_BEFORE = re.compile(
    rf"(?:第\s*(?P<han>{HAN_NUMBERS})\s*[次届]|(?P<numbers>{NUMBERS})\s|"
    rf"(?<![^\W\d_])(?P<ordinal>{ordinal_pattern()})\s)\Z"
)
WORD_BEHIND = re.compile(
    rf"\s*(?:(?:例行|虚拟|线上|远程)?(?:磋商)?会议|{any_of('meeting', without='zh')}(?![a-z]))"
)
# One number of a meeting, however printed.
ONE_NUMBER = (
    rf"(?:(?P<numbers>\d{{1,3}}(?!\d){ENDING}?)|(?P<han>{HAN})|(?P<ordinal>{ordinal_pattern()}))"
)
# The 27th, the twenty-seventh Congress; figures that count things have no ending.
ORDINAL_BEFORE = re.compile(
    rf"(?:(?P<numbers>(?<![\d.,/-])\d{{1,3}}{ENDING})|(?<![^\W\d_])(?P<ordinal>{ordinal_pattern()}))"
    r"\s(?:annual |ordinary |ежегодн\w+ )?\Z"
)
# In Arabic it stands behind the name.
ORDINAL_BEHIND = re.compile(rf"\s(?P<ordinal>ال{ordinal_pattern()}|{ordinal_pattern()})")
OWNED = re.compile(rf"(?<![^\W\d_]){any_of('possessive')}\s?(?:第\s?)?\Z")


def _met(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return patterns for the number of a meeting behind a verb, each with a word that it has."""
    return tuple(
        (
            literal(piece),
            re.compile(
                rf"(?<![a-z\u0400-\u052f\u0621-\u064a]){piece.replace('{number}', ONE_NUMBER)}"
                r"(?![a-z\u0400-\u052f])"
            ),
        )
        for piece in pieces(name)
    )


# Met for the 45th time, s'est réuni pour la quarante-cinquième fois.
MET = _met("met_time")
# Held two meetings: the 33rd, …; of these words only the number is the meeting.
MET_SEVERAL = _met("met_several")

# The 2023 Forum, l'édition de 2025.
FORUM_OF_YEAR = tuple(
    (literal(piece), re.compile(bounded(piece.replace("{year}", rf"(?P<year>{YEAR})(?!\d)"))))
    for piece in pieces("forum_of_year")
)

# Le 28e Congrès, of the body whose Congress was named.
CONGRESS_OF_NUMBER = tuple(
    re.compile(bounded(piece.replace("{number}", ONE_NUMBER)))
    for piece in pieces("congress_of_number")
)

# Words of which all that these match has one.
SERIES_WORDS = tuple(
    dict.fromkeys(
        (
            *(word for word, _ in FORUM_OF_YEAR),
            *(word for pattern in CONGRESS_OF_NUMBER for word in needed(Late(pattern.pattern))),
        )
    )
)


def whole(pattern: str) -> str:
    """Return a pattern that matches whole words only, Arabic ones too."""
    return rf"(?<![\u0621-\u064a]){bounded(pattern)}(?![\u0621-\u064a\d/])"
