"""Ids that no data set may have, since graphs of these names hold other things."""

RESERVED = frozenset(
    {
        "accepted",
        "decisions",
        "inferred",
        "meta",
        "ontology",
        "peer",
        "proposed",
        "questions",
        "rejected",
        "service",
        "shapes",
        "unconfirmed",
        "vocabularies",
    }
)
