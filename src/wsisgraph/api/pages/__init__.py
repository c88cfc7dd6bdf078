"""What an HTML page is given, and who draws it.

The api decides *what* a page says; a `Pages` object, handed to `create_app`, decides how it looks.
Everything here is plain data: no SPARQL, no request, no RDF term. Texts that come from the graph
carry their own language (`Text`), since a label may be missing in the language asked for; the words
of the page itself are the drawer's business, in `page.lang`.

Paths (`href`) are relative to the server root ("/id/agency/itu", "/sdg/9.c"), or absolute for
things elsewhere.
"""

from wsisgraph.api.pages.asking import (
    Coverage,
    Docs,
    Form,
    NamesOfClass,
    Notice,
    Operation,
    Parameter,
    Problem,
    Results,
)
from wsisgraph.api.pages.drawing import (
    Pages,
)
from wsisgraph.api.pages.frame import (
    Choice,
    Citation,
    Concept,
    Field,
    Graph,
    Link,
    Page,
    Passage,
    Property,
    Question,
    Status,
    Term,
    TermKind,
    Text,
    Value,
)
from wsisgraph.api.pages.lists import (
    Activities,
    Activity,
    Match,
    Role,
    Roles,
)
from wsisgraph.api.pages.matrix import (
    Cell,
    CellPage,
    CellState,
    Evidence,
    Home,
    Opened,
    Table,
    TargetsPage,
    View,
)
from wsisgraph.api.pages.search import (
    Facet,
    FacetValue,
    Fragment,
    SearchHit,
    SearchPage,
)
from wsisgraph.api.pages.things import (
    Answer,
    AnswerRow,
    Decision,
    Fact,
    Partition,
    Statement,
    Thing,
)

__all__ = [
    "Activities",
    "Activity",
    "Answer",
    "AnswerRow",
    "Cell",
    "CellPage",
    "CellState",
    "Choice",
    "Citation",
    "Concept",
    "Coverage",
    "Decision",
    "Docs",
    "Evidence",
    "Facet",
    "FacetValue",
    "Fact",
    "Field",
    "Form",
    "Fragment",
    "Graph",
    "Home",
    "Link",
    "Match",
    "NamesOfClass",
    "Notice",
    "Opened",
    "Operation",
    "Page",
    "Pages",
    "Parameter",
    "Partition",
    "Passage",
    "Problem",
    "Property",
    "Question",
    "Results",
    "Role",
    "Roles",
    "SearchHit",
    "SearchPage",
    "Statement",
    "Status",
    "Table",
    "TargetsPage",
    "Term",
    "TermKind",
    "Text",
    "Thing",
    "Value",
    "View",
]
