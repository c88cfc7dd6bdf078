"""Hostile queries: what strangers send to take an endpoint down.

Each group says what may be answered. `COSTLY` and `MALFORMED` queries have no answer within any
deadline, or none at all, and must end in an error; `ODD` ones may be answered, whole, or refused.
"""

from collections.abc import Mapping

TRIPLE = "?a ?b ?c"
TWO = "?a ?b ?c . ?d ?e ?f"
THREE = f"{TWO} . ?g ?h ?i"
FOUR = f"{THREE} . ?j ?k ?l"
ANY = "(!<x:y>|^!<x:y>)"
LONG = "0123456789abcdef" * 4096
"""A literal of 64 KiB."""


def _doubling(times: int, of: int = 2) -> str:
    """Give variables ?x0 … ?x<times>, each `of` times as long as the one before."""
    return 'BIND("0123456789" AS ?x0) ' + " ".join(
        f"BIND(CONCAT({', '.join([f'?x{i}'] * of)}) AS ?x{i + 1})" for i in range(times)
    )


def _nested(times: int, before: str, inner: str, after: str = "}") -> str:
    return before * times + inner + after * times


def _many(times: int, part: str, between: str = " ") -> str:
    return between.join(part.replace("%", str(i)) for i in range(times))


PRODUCTS: Mapping[str, str] = {
    "a count of a product": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
    "a count of four": f"SELECT (COUNT(*) AS ?n) {{ {FOUR} }}",
    "a distinct count": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {THREE} }}",
    "a distinct count of texts": "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?n) "
    f"{{ {TWO} }}",
    "distinct rows": f"SELECT DISTINCT * {{ {THREE} }}",
    "reduced rows": f"SELECT REDUCED ?a {{ {FOUR} }}",
    "an ordered product": f"SELECT * {{ {TWO} }} ORDER BY ?a ?f",
    "an ordered product, one row": f"SELECT * {{ {THREE} }} ORDER BY DESC(STR(?c)) ?f LIMIT 1",
    "ordered by a text": f"SELECT * {{ {TWO} }} ORDER BY CONCAT(STR(?a), STR(?b), STR(?f))",
    "grouped rows": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a ?f",
    "grouped by a text": "SELECT ?t (SUM(?n) AS ?m) { "
    f"{THREE} BIND(1 AS ?n) }} GROUP BY (CONCAT(STR(?a), STR(?i)) AS ?t)",
    "a group that no HAVING keeps": f"SELECT ?a {{ {THREE} }} GROUP BY ?a ?f HAVING(COUNT(*) < 0)",
    "every aggregate": "SELECT (MIN(?c) AS ?m) (MAX(?f) AS ?n) (AVG(STRLEN(STR(?c))) AS ?o)"
    f" (SAMPLE(?a) AS ?p) {{ {THREE} }}",
    "an offset beyond all": f"SELECT * {{ {THREE} }} OFFSET 9000000000",
    "a product that nothing passes": f"SELECT * {{ {THREE} FILTER(STRLEN(CONCAT(STR(?c), STR(?f), "
    "STR(?i))) < 1) }",
    "an ask of nothing": f"ASK {{ {THREE} FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }}",
    "graphs times graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } "
    "GRAPH ?i { ?j ?k ?l } }",
    "minus everything": f"SELECT * {{ {THREE} MINUS {{ ?a ?b ?x . ?y ?z ?i FILTER(?x != ?c) }} }}",
    "values times values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {_many(100, '%')} }}" for i in range(6))
    + " }",
    "unions times unions": "SELECT (COUNT(*) AS ?n) { "
    + "{ ?a ?b ?c } UNION { ?c ?b ?a } " * 12
    + " }",
    "optionals that multiply": "SELECT (COUNT(*) AS ?n) { ?s a ?t "
    + _many(12, "OPTIONAL { ?s% a ?t }")
    + " }",
    "stars upon stars": "SELECT (COUNT(*) AS ?n) { "
    + " . ".join(f"?s ?p{i} ?o{i}" for i in range(12))
    + " }",
    "a chain through everything": "SELECT (COUNT(*) AS ?n) { "
    + " . ".join(f"?v{i} ?p{i} ?v{i + 1} . ?v{i + 1} ?q{i} ?v{i}x" for i in range(20))
    + " }",
    "sub-selects times sub-selects": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ SELECT ?a{i} {{ ?a{i} ?b{i} ?c{i} }} }}" for i in range(4))
    + " }",
}

CLOSURES: Mapping[str, str] = {
    "everything from everywhere": "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b }",
    "both ways": f"SELECT (COUNT(*) AS ?n) {{ ?a {ANY}* ?b }}",
    "both ways, twice": f"SELECT * {{ ?a {ANY}* ?b . ?c {ANY}* ?d }}",
    "plus upon star": f"SELECT (COUNT(*) AS ?n) {{ ?a (({ANY}+)*)+ ?b }}",
    "star upon star upon star": "SELECT (COUNT(*) AS ?n) { ?a (((!<x:y>)*)*)* ?b }",
    "paths in a row": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['!<x:y>*'] * 12)} ?b }}",
    "alternatives in a row": "SELECT (COUNT(*) AS ?n) { ?a "
    + "/".join(["(!<x:y>|^!<x:y>|<x:z>?)"] * 12)
    + " ?b }",
    "a closure of steps": f"SELECT (COUNT(*) AS ?n) {{ ?a ({'/'.join([ANY] * 8)})+ ?b }}",
    "a closure per row": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLE} . ?c {ANY}* ?d . ?d {ANY}* ?a }}",
    "a closure in each graph": "SELECT * { GRAPH ?g { ?a (!<x:y>|^!<x:y>)* ?b } "
    "GRAPH ?h { ?b (!<x:y>|^!<x:y>)+ ?c } } ORDER BY ?a",
    "a closure that nothing ends": f"ASK {{ ?a {ANY}* ?b . ?b {ANY}* ?c FILTER(?c = <x:none>) }}",
    "distinct ends": f"SELECT DISTINCT ?b {{ ?a {ANY}+/{ANY}+ ?b }}",
}

REGULAR = {
    "nested repeats": ("(a{1000}){1000}", "aaaa"),
    "thrice nested repeats": ("((a{100}){100}){100}", "aaaa"),
    "many repeats": ("".join(f"(x{{{i}}}|y)*" for i in range(900, 990)), "xyxy"),
    "unicode classes": ("(\\\\p{L}{500}|\\\\w{500}){50}", "abc"),
    "nested counts of any": ("(.{0,1000}){0,1000}", "abc"),
}

EXPRESSIONS: Mapping[str, str] = {
    **{
        f"regular expression: {name}": "SELECT (COUNT(*) AS ?n) { "
        f'{THREE} FILTER(REGEX(CONCAT(STR(?c), "{text}"), "{pattern}", "i")) }}'
        for name, (pattern, text) in REGULAR.items()
    },
    "a regular expression for each row": f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER(REGEX(STR(?c), "
    "CONCAT(STR(?f), '(.*a){20}'), 'is')) }",
    "alternatives of everything": f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER(REGEX(STR(?c), "
    '"(.*)*(.*)*(.*)*(.*)*(.+)+$", "s")) }',
    "replacing all of it": f"SELECT (COUNT(?r) AS ?n) {{ {TWO} BIND(REPLACE(CONCAT(STR(?c), "
    "STR(?f)), '(.*?)(a|b|c|d)', '$1$1$2$1') AS ?r) }",
    "replacing by more": "SELECT (STRLEN(?r5) AS ?n) { BIND('"
    + "a" * 1000
    + "' AS ?r0) "
    + " ".join(f"BIND(REPLACE(?r{i}, 'a', '{'a' * 1000}') AS ?r{i + 1})" for i in range(5))
    + "}",
    "one long text": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?x) {{ {TWO} }}",
    "one long text of distinct ones": "SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?a), STR(?f)); "
    f'SEPARATOR="{LONG[:1000]}") AS ?x) {{ {TWO} }}',
    "long separators": f'SELECT (GROUP_CONCAT(STR(?a); SEPARATOR="{LONG}") AS ?x) {{ ?a ?b ?c }}',
    "a long text for each": f"SELECT ?d (GROUP_CONCAT(STR(?c)) AS ?x) {{ {TWO} }} GROUP BY ?d",
    "a text doubled": f"SELECT (STRLEN(?x40) AS ?n) {{ {_doubling(40)} }}",
    "a text tenfold": f"SELECT ?x12 {{ {_doubling(12, 10)} }}",
    "a text doubled for each row": f"SELECT ?x16 {{ {TWO} {_doubling(16)} }} ORDER BY ?x16",
    "a text escaped and escaped": "SELECT (STRLEN(?x30) AS ?n) { BIND('%%%%%%%%%%' AS ?x0) "
    + " ".join(f"BIND(ENCODE_FOR_URI(CONCAT(?x{i}, ?x{i})) AS ?x{i + 1})" for i in range(30))
    + "}",
    "hashes of long texts": f"SELECT (COUNT(?h) AS ?n) {{ {TWO} "
    f'BIND(SHA512(CONCAT(STR(?a), "{LONG}")) AS ?h) }}',
    "nothing but random": f"SELECT (SUM(RAND()) AS ?n) {{ {THREE} }}",
    "fresh nodes": f"SELECT (COUNT(DISTINCT BNODE()) AS ?n) {{ {THREE} }}",
    "fresh names": f"SELECT DISTINCT ?u {{ {THREE} BIND(UUID() AS ?u) }}",
    "no such thing, nested": f"SELECT * {{ {TWO} . "
    + _nested(8, "FILTER NOT EXISTS { ?x ?y ?c . ", "?d ?e ?y")
    + " }",
    "no such thing, at every row": f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER NOT EXISTS {{ "
    "?c ?x ?y . ?y ?z ?f FILTER(?x != ?z && ?a != ?d) } }",
    "such a thing, computed": f"SELECT (COUNT(*) AS ?n) {{ {TWO} "
    f"BIND(EXISTS {{ ?s ?p ?o FILTER(STR(?o) = CONCAT(STR(?c), STR(?f))) }} AS ?is) }}",
    "equal texts of all pairs": "SELECT (COUNT(*) AS ?n) { "
    f"{TWO} FILTER(LCASE(STR(?c)) = UCASE(STR(?f))) FILTER(STRLEN(STR(?a)) > 1) ?g ?h ?i }}",
}

GRAPHS: Mapping[str, str] = {
    "a giant graph": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {THREE} }}",
    "a giant graph of fresh nodes": f"CONSTRUCT {{ [] ?b [ ?e ?i ] }} WHERE {{ {THREE} }}",
    "a giant list": f"CONSTRUCT {{ ?a ?b (?c ?d ?e ?f) }} WHERE {{ {THREE} }}",
    "a large template": "CONSTRUCT { "
    + _many(500, "?a <x:p%> ?f . ?d <x:q%> ?c .")
    + f" }} WHERE {{ {TWO} }}",
    "descriptions of all": f"DESCRIBE * {{ {THREE} }}",
    "descriptions of a product": f"DESCRIBE ?a ?f ?h {{ {THREE} FILTER(STR(?a) != STR(?f)) }}",
}

FLOODS: Mapping[str, str] = {
    "hundreds of optionals": "SELECT * { ?s ?p ?o " + _many(300, "OPTIONAL { ?s ?p% ?o% }") + "}",
    "optionals in a row": "SELECT (COUNT(*) AS ?n) { ?x0 ?p0 ?x1 "
    + " ".join(f"OPTIONAL {{ ?x{i} ?p{i} ?x{i + 1} }}" for i in range(1, 60))
    + " }",
    "optionals nested": "SELECT (COUNT(*) AS ?n) { ?x0 ?p0 ?y0 "
    + "".join(f"OPTIONAL {{ ?x{i} ?p{i} ?y{i} " for i in range(1, 40))
    + "}" * 40,
    "a flood of unions": "SELECT (COUNT(*) AS ?n) { "
    + _many(2000, "{ ?a ?b ?c . ?d ?e ?f }", " UNION ")
    + " }",
    "a thousand products of one": "SELECT (COUNT(*) AS ?n) { "
    + _many(1000, "?a% ?b% ?c% .")
    + " }",
    "a thousand filters": f"SELECT (COUNT(*) AS ?n) {{ {THREE} "
    + _many(1000, 'FILTER(STR(?c) != "%")')
    + " }",
    "a thousand binds": f"SELECT * {{ {THREE} "
    + _many(1000, "BIND(CONCAT(STR(?c), '%') AS ?v%)")
    + " } ORDER BY ?v999",
    "sub-selects nested": _nested(
        40, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f { ", "?g ?h ?i", "} }"
    ),
    "aggregates nested": _nested(
        30, "SELECT ?c (COUNT(*) AS ?n) { ?a ?b ?c { ", TRIPLE, "} } GROUP BY ?c"
    ),
    "values of a flood, twice": "SELECT (COUNT(*) AS ?n) { "
    + f"VALUES ?x {{ {_many(60_000, '%')} }} VALUES ?y {{ {_many(60_000, '%')} }} "
    + "FILTER(?x + ?y < 0) }",
}

COSTLY: Mapping[str, str] = {**PRODUCTS, **CLOSURES, **EXPRESSIONS, **GRAPHS, **FLOODS}


def _filter(expression: str) -> str:
    return f"SELECT * {{ FILTER({expression}) }}"


def _path(path: str) -> str:
    return f"SELECT * {{ ?s {path} ?o }}"


_DEEP = 10_000

DEEP: Mapping[str, str] = {
    "groups": "SELECT * " + _nested(_DEEP, "{", ""),
    "brackets": _filter(_nested(_DEEP, "(", "1", ")")),
    "brackets never closed": "SELECT * { FILTER(" + "(" * _DEEP,
    "closed before opened": "SELECT * " + "}" * _DEEP + "{" * _DEEP,
    "lists": "SELECT * { ?s ?p " + _nested(_DEEP, "(", "", ")") + " }",
    "blank nodes": "SELECT * { ?s ?p " + _nested(_DEEP, "[ ?p ", "1", "]") + " }",
    "quoted triples": "SELECT * { " + _nested(_DEEP, "<< ", "?a ?b ?c", " ?b ?c >>") + " ?p ?o }",
    "triple terms": "SELECT * { ?s ?p " + _nested(_DEEP, "<<( ?a ?b ", "?c", " )>>") + " }",
    "paths in brackets": _path(_nested(_DEEP, "(", "<x:y>", ")")),
    "negated sets": _path(_nested(_DEEP, "!(", "<x:y>", ")")),
    "repeated closures": _path("<x:y>" + "*" * _DEEP),
    "closures in brackets": _path(_nested(_DEEP, "(", "<x:y>", ")*")),
    "inverses": _path("^" * _DEEP + "<x:y>"),
    "negations": _filter("!" * _DEEP * 10 + "true"),
    "signs": _filter("- " * _DEEP + "1"),
    "signs without a space": _filter("-" * _DEEP + "1"),
    "function calls": _filter(_nested(_DEEP, "STR(", "1", ")")),
    "conditions": _filter(_nested(_DEEP, "IF(true, ", "1", ", 2)")),
    "sub-selects": _nested(_DEEP, "SELECT * { ", "", "}"),
    "optionals in optionals": "SELECT * { " + _nested(_DEEP, "OPTIONAL { ", "?s ?p ?o") + " }",
    "existences": "SELECT * { " + _nested(_DEEP, "FILTER EXISTS { ", "?s ?p ?o") + " }",
    "graphs in graphs": "SELECT * { " + _nested(_DEEP, "GRAPH ?g { ", "?s ?p ?o") + " }",
}

BROKEN: Mapping[str, bytes] = {
    "nothing but spaces": b" " * 100_000,
    "no query": b"\x00" * 1000,
    "a null in a query": b"SELECT * { ?s ?p ?o \x00 }",
    "bytes that are no text": b'SELECT * { ?s ?p "\xff\xfe\xfd" }',
    "a character too long": b'SELECT * { ?s ?p "\xc0\xaf\xe0\x80\xaf" }',
    "half a character": b"SELECT * { ?s ?p ?o } # \xf0\x9f\x92",
    "half a surrogate pair": b'SELECT * { ?s ?p "\xed\xa0\x80" }',
    "a query in UTF-16": "SELECT * { ?s ?p ?o }".encode("utf-16"),
    "a query in UTF-32": "SELECT * { ?s ?p ?o }".encode("utf-32"),
    "a string without end": b'SELECT * { ?s ?p "' + b"a" * 500_000,
    "a long string without end": b'SELECT * { ?s ?p """' + b'a"" ' * 100_000,
    "quotes and quotes": b"SELECT * { ?s ?p " + b"'\"" * 200_000,
    "backslashes": b'SELECT * { ?s ?p "' + b"\\" * 500_001 + b'" }',
    "an IRI without end": b"SELECT * { <http://" + b"a" * 500_000,
    "smaller and smaller": b"SELECT * { " + b"<" * 500_000,
    "a prefix that none declares": b"SELECT * { ?s " + b"p" * 500_000 + b":x ?o }",
    "an escape too large": b'SELECT * { ?s ?p "\\UFFFFFFFF" }',
    "an escape of half a pair": b'SELECT * { ?s ?p "\\uD800" }',
    "escapes without digits": b'SELECT * { ?s ?p "' + b"\\u" * 100_000 + b'" }',
    "more than a mebibyte": b"SELECT * { } #" + b"a" * (1 << 20),
    "ten mebibytes": b"SELECT * { } #" + b"a" * (10 << 20),
    "a mebibyte of dots": b"SELECT * { ?s ?p ?o " + b". " * 500_000 + b"}",
    "a mebibyte of question marks": b"?" * 1_000_000,
    "a mebibyte of at signs": b"SELECT * { ?s ?p 'a'" + b"@" * 900_000 + b" }",
    "a mebibyte of selects": b"SELECT " * 140_000,
    "an update": b"DELETE WHERE { ?s ?p ?o }",
    "an update after a query": b"SELECT * { } ; DROP ALL",
}

MALFORMED: Mapping[str, str | bytes] = {**DEEP, **BROKEN}

_SUM = "SELECT (%s AS ?x) {}"

ODD: Mapping[str, str | bytes] = {
    "a long chain of paths": _path("/".join(["<x:y>"] * 10_000)),
    "a long chain of alternatives": _path("|".join(["<x:y>"] * 10_000)),
    "a long negated set": _path("!(" + "|".join(["<x:y>"] * 10_000) + ")"),
    "a long sum": _SUM % ("1" + "+1" * 100_000),
    "a long product": _SUM % ("2" + "*2" * 100_000),
    "a long conjunction": _filter("true" + " && true" * 50_000),
    "a long disjunction": _filter("false" + " || false" * 50_000),
    "a long list of values": _filter("1 IN (" + ",".join(map(str, range(100_000))) + ")"),
    "a long choice": _SUM % ("COALESCE(" + ",".join(["1/0"] * 50_000) + ", 1)"),
    "a long concatenation": _SUM % ("STRLEN(CONCAT(" + ",".join(["'aaaaaaaaaa'"] * 50_000) + "))"),
    "a hundred thousand values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { "
    + _many(100_000, "%")
    + " } }",
    "a hundred thousand values at the end": "SELECT ?x { } VALUES ?x { "
    + _many(100_000, "<x:%>")
    + " }",
    "wide values": f"SELECT * {{ VALUES ({_many(2_000, '?v%')}) {{ "
    + f"({_many(2_000, '%')}) " * 50
    + "} }",
    "values of nothing": "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "UNDEF " * 150_000 + "} }",
    "empty values": "SELECT * { VALUES () { " + "() " * 200_000 + "} } LIMIT 1",
    "a list of ten thousand": "SELECT * { ?s ?p (" + _many(10_000, "%") + ") }",
    "ten thousand triples": "SELECT * { ?s " + _many(10_000, "<x:p%> ?o%", " ; ") + " }",
    "ten thousand objects": "SELECT * { ?s ?p " + _many(10_000, "?o%", ", ") + " }",
    "ten thousand prefixes": _many(10_000, "PREFIX p%: <http://example.org/%/>")
    + " SELECT * { ?s p9999:x ?o }",
    "a prefix ten thousand times": "PREFIX p: <http://example.org/> " * 10_000
    + "SELECT * { ?s p:x ?o }",
    "bases upon bases": "BASE <http://example.org/a/> BASE <b/> "
    + "BASE <c/> " * 10_000
    + "SELECT * { ?s <x> ?o }",
    "ten thousand columns": "SELECT " + _many(10_000, "(% AS ?v%)") + " {}",
    "a name of half a mebibyte": f"SELECT ?{'a' * 500_000} {{}}",
    "an IRI of half a mebibyte": f"SELECT * {{ ?s <http://example.org/{'a' * 500_000}> ?o }}",
    "an IRI of dots": f"BASE <http://example.org/> SELECT * {{ ?s <{'../' * 150_000}> ?o }}",
    "a prefix of half a mebibyte": f"PREFIX p: <http://example.org/{'a' * 500_000}> "
    "SELECT * { ?s p:x ?o . ?o p:y ?z }",
    "a string of half a mebibyte": _SUM % f"STRLEN('{'a' * 500_000}')",
    "a comment of a mebibyte": "SELECT * {} #" + "a" * 1_000_000,
    "a hundred thousand comments": "SELECT * { " + "# a\n" * 100_000 + "}",
    "a hundred thousand lines": "SELECT * {" + "\n" * 900_000 + "}",
    "nothing but escapes": "".join(f"\\u{ord(letter):04X}" for letter in "SELECT * { ?s ?p 1 }"),
    "long escapes": "SELECT * { ?s ?p '" + "\\U0001F4A3" * 50_000 + "' }",
    "escapes of escapes": "SELECT * { ?s ?p '" + "\\u005C\\u0075\\u0030" * 20_000 + "a' }",
    "marks upon a letter": "SELECT * { ?s ?p 'e" + "\u0301" * 200_000 + "' }",
    "right to left": "SELECT * { ?s ?p '\u202e\u2066\ufeff\u200b' }",
    "a mark at the start": b"\xef\xbb\xbfSELECT * { ?s ?p 1 }",
    "large integers": _SUM % ("9" * 100_000 + " * " + "9" * 100_000),
    "an integer at its end": _SUM % "9223372036854775807 + 1",
    "the smallest by minus one": _SUM % "-9223372036854775808 / -1",
    "decimals that overflow": _SUM % ("999999999999999999.9" + " * 999999999999999999.9" * 50),
    "small decimals": _SUM % ("0.000000000000000001" + " * 0.000000000000000001" * 50),
    "a decimal of many digits": _SUM % ("0." + "1" * 100_000),
    "a double beyond all": _SUM % "1e999999999 - 1e999999999",
    "rounding what has no end": _SUM % "ROUND(CEIL(FLOOR(ABS(-1e308 * 1e308))))",
    "division by zero": _SUM % "1/0 + 1.0/0.0 + 1e0/0e0",
    "the longest duration": _SUM
    % "'P9223372036854775807Y'^^<http://www.w3.org/2001/XMLSchema#duration>"
    " + 'P9223372036854775807Y'^^<http://www.w3.org/2001/XMLSchema#duration>",
    "a duration of many digits": _SUM
    % f"'PT{'9' * 100_000}.{'9' * 100_000}S'^^<http://www.w3.org/2001/XMLSchema#dayTimeDuration>",
    "the last year": _SUM % "YEAR('999999999999-12-31T23:59:59.999999999999999999Z'^^"
    "<http://www.w3.org/2001/XMLSchema#dateTime>)",
    "before the first year": _SUM % "'-999999999999-01-01'^^<http://www.w3.org/2001/XMLSchema#date>"
    " < '999999999999-01-01'^^<http://www.w3.org/2001/XMLSchema#date>",
    "days added to the last day": _SUM % "'9999-12-31'^^<http://www.w3.org/2001/XMLSchema#date> + "
    "'P99999999999D'^^<http://www.w3.org/2001/XMLSchema#duration>",
    "times in odd zones": _SUM % "TZ('2000-01-01T00:00:00+99:99'^^"
    "<http://www.w3.org/2001/XMLSchema#dateTime>)",
    "substrings beyond the end": _SUM % "SUBSTR('abc', -9223372036854775808, 9223372036854775807)",
    "substrings of nothing": _SUM % "SUBSTR('abc', 0e0/0e0, 1e308)",
    "a pattern without end": _filter("REGEX('a', '(((((((((((')"),
    "a pattern of nothing": _SUM % "REPLACE('aaaa', '', 'b')",
    "a pattern with flags": _SUM % f"REGEX('a', 'a', '{'ismxq' * 10_000}')",
    "a pattern that looks back": _filter("REGEX('aaaa', '(a+)\\\\1+(?=b)(?<!c)')"),
    "a pattern of brackets": _filter("REGEX('a', '" + "(" * 5_000 + "a" + ")" * 5_000 + "')"),
    "a huge repeat": _filter("REGEX('a', 'a{999999999}')"),
    "repeats of repeats": _filter("REGEX('a', '((a{1000}){1000}){1000}')"),
    "a limit of many digits": "SELECT * {} LIMIT 99999999999999999999999999",
    "an offset of many digits": "SELECT * {} OFFSET 99999999999999999999999999",
    "a limit of none": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 0",
    "an unknown function": _filter("<http://example.org/boom>(1)"),
    "a function of many": _filter("<x:f>(" + ",".join(["1"] * 100_000) + ")"),
    "an unknown aggregate": "SELECT (<x:aggregate>(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "a description of nothing": "DESCRIBE " + _many(10_000, "<x:%>"),
    "from ten thousand graphs": "SELECT * " + _many(10_000, "FROM <x:%>") + " { ?s ?p ?o }",
    "from the same graph": "SELECT * "
    + "FROM <https://w3id.org/wsis-sdg/graph/itu-council> " * 10_000
    + "{ ?s ?p 1 }",
    "from files": "SELECT * FROM <file:///etc/passwd> FROM NAMED <file:///proc/self/environ> "
    "{ { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
}
