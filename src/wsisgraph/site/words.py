"""Words for the keys of the graph and of the API, marked for gettext.

A key without a word is shown as it is: a new status or count must not break a page.
"""

from collections.abc import Callable


def _(text: str) -> str:
    return text  # marks the text for the catalogue; it is translated where it is shown


WORDS = {
    # bases
    "asserted": _("asserted by a source"),
    "roadmap": _("asserted by a roadmap"),
    "matrix": _("potential, by the matrix"),
    # standing
    "accepted": _("accepted"),
    "unconfirmed": _("unconfirmed"),
    "proposed": _("proposed"),
    "rejected": _("rejected"),
    # cells
    "linked": _("linked"),
    "none": _("assessed, none"),
    "not-stated": _("not stated"),
    # directions of a linkage
    "both": _("both ways"),
    "forward": _("line to goal"),
    "reverse": _("goal to line"),
    # certainty of a role on a date
    "certain": _("certain"),
    "possible": _("possible: the start or end is not printed"),
    "last-stated": _("last stated before that date"),
    # forms of a page
    "ttl": _("Turtle"),
    "jsonld": _("JSON-LD"),
    "nt": _("N-Triples"),
    "rdf": _("RDF/XML"),
    "json": _("JSON"),
    "csv": _("CSV"),
    "tsv": _("TSV"),
    "xml": _("XML"),
    # counts
    "linkages": _("linkages"),
    "roles": _("roles"),
    "activities": _("activities"),
    "documents": _("documents"),
    "passages": _("passages"),
    "figures": _("figures"),
    "statements": _("statements"),
    "unconfirmed-count": _("unconfirmed, kept apart"),
    # parameters
    "agency": _("Agency"),
    "goal": _("Goal"),
    "target": _("Target"),
    "action_line": _("Action line"),
    "region": _("Region"),
    "country": _("Country"),
    "since": _("Since"),
    "until": _("Until"),
    "basis": _("Basis"),
    "status": _("Status"),
    "on": _("On the date"),
}


def word(key: str, gettext: Callable[[str], str]) -> str:
    """Return the word for `key` in the language of `gettext`, or the key itself."""
    known = WORDS.get(key)
    return gettext(known) if known else key
