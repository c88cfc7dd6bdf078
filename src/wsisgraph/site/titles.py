"""Short headings for the questions whose answers stand on the pages of things.

Their words are ours, for this one place; the question itself stands below. A question without a
heading here is headed by its summary, so that adding one to a page needs nothing more.
"""

from collections.abc import Callable
from typing import Protocol

from markupsafe import Markup

from wsisgraph.site import language
from wsisgraph.site.words import _


class Question(Protocol):
    """A question of the catalogue."""

    @property
    def name(self) -> str:
        """Its folder and file."""
        ...

    @property
    def summary(self) -> str:
        """What it answers, in a line."""
        ...


TITLES = {
    "activities/goals-of-activity": _("Goals and targets served"),
    "activities/without-goal": _("Activities without a stated goal"),
    "bodies/contributors": _("Donors and sponsors"),
    "bodies/partners": _("Partners"),
    "bodies/structure": _("Bodies that belong to it"),
    "documents/resolutions-cited": _("Resolutions cited"),
    "duties/of-a-body": _("Duties"),
    "duties/of-instrument": _("Duties imposed"),
    "duties/recommendations": _("Recommendations"),
    "duties/reports-to": _("Reports due to it"),
    "evidence/contradictions": _("Contradicting statements"),
    "figures/about-subject": _("Figures"),
    "figures/of-document": _("Figures"),
    "figures/over-time": _("The figure over time"),
    "instruments/cited-by": _("Where it is cited"),
    "instruments/clauses": _("Clauses"),
    "instruments/of-a-body": _("Resolutions and other instruments"),
    "instruments/versions": _("Versions"),
    "meetings/documents": _("Documents submitted"),
    "meetings/of-a-body": _("Meetings"),
    "roles/contradictions": _("Contradicting roles"),
    "roles/in-line-on-date": _("Roles"),
    "roles/line-through-the-years": _("Roles through the years"),
    "roles/of-a-body": _("Roles"),
    "series/editions": _("Editions"),
}


def titles(lang: str, gettext: Callable[[str], str]) -> Callable[[Question], Markup]:
    """Return what tells the heading of a question's answer in a language."""

    def titled(question: Question) -> Markup:
        if english := TITLES.get(question.name):
            return Markup("{}").format(gettext(english))
        return language.documented(question.summary or question.name, lang)

    return titled
