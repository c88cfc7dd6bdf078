"""/report/…: the yearly review of an action line, filled from the graph, honest about its gaps.

What a review asks is content: `ontology/vocab/review-questions.ttl` lists the questions,
`queries/report/` asks those that the graph may answer. Here they are put together.
"""

from wsisgraph.api.report.compose import (
    PATH,
    address,
    compose,
    leads_of,
    lines_page,
    usual_year,
)

__all__ = ["PATH", "address", "compose", "leads_of", "lines_page", "usual_year"]
