"""The engine draws what Jinja would draw, however much of it is remembered."""

from dataclasses import dataclass

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from wsisgraph.site import engine
from wsisgraph.site.compiled import Compiled
from wsisgraph.site.engine import Engine, escaped

PARTS = """
{% macro named(concept, mark="·") %}{{ mark }} {{ concept.label }}{% endmacro %}
{% macro briefs(list) %}{% for item in list %}{{ named(item)|trim }}{% endfor %}{% endmacro %}
{% macro framed() %}<p>{{ caller() }}</p>{% endmacro %}
"""
PAGE = """
{% import "parts.html" as parts %}
{{ parts.named(one) }} {{ parts.named(one, "-") }} {{ parts.named(concept=one) }}
{{ parts.named(same) }} {{ parts.named(other) }} {{ parts.named({"label": "a dict"}) }}
{{ parts.briefs([one, other]) }} {% call parts.framed() %}{{ text }}{% endcall %}
{{ {"a": one}["a"].label }} {{ [one, other]|map(attribute="label")|join(", ") }}
{{ " <x> "|trim }} {{ "xax"|trim("x") }} {{ missing_too|default("none") }}
"""


@dataclass(frozen=True)
class Concept:
    label: str


GIVEN = {
    "one": Concept("<One> & 'only'"),
    "same": Concept("<One> & 'only'"),
    "other": Concept("Other"),
    "text": "<script>",
}


def drawn(made: Environment) -> str:
    return made.get_template("page.html").render(GIVEN)


def environments(compiled: Compiled | None = None) -> tuple[Engine, Environment]:
    loader = DictLoader({"parts.html": PARTS, "page.html": PAGE})
    ours = Engine(loader=loader, autoescape=True, bytecode_cache=compiled)
    return ours, Environment(loader=loader, autoescape=True)


def test_it_draws_what_jinja_draws_the_first_time_and_again() -> None:
    ours, theirs = environments()
    wanted = drawn(theirs)
    assert "&lt;One&gt; &amp; &#39;only&#39;" in wanted
    assert drawn(ours) == wanted
    assert drawn(ours) == wanted


def test_what_is_remembered_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_MOST", 600)
    ours, theirs = environments()
    assert drawn(ours) == drawn(theirs)
    assert sum(len(pieces) for pieces in ours._pieces) == 1


def test_code_is_compiled_once_for_all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = Compiled()
    first, _ = environments(compiled)
    wanted = drawn(first)
    second, _ = environments(compiled)
    monkeypatch.setattr(Engine, "_generate", None)
    assert drawn(second) == wanted


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("<b>", "&lt;b&gt;"),
        ("a & b", "a &amp; b"),
        ("\"'", "&#34;&#39;"),
        (Markup("<b>"), "<b>"),
        (5, "5"),
        (None, "None"),
    ],
)
def test_foreign_text_is_escaped_and_markup_is_not(value: object, shown: str) -> None:
    assert str(escaped(value)) == shown


def test_only_data_that_cannot_change_is_remembered_never_text() -> None:
    texts = {"code", "locator", "written", "given", "this_statement", "basis", "standing"}
    assert not texts & engine.REMEMBERED["parts.html"]
