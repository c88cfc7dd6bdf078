"""/languages: what is named in which language, and what nobody of a language has confirmed."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.envelope import thing
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Coverage, NamesOfClass, Page
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.service import COMMON, Service, format_links, html, json_of, parameters

_Named = tuple[frozenset[str], str]


async def languages(service: Service, request: Request) -> Response:
    """Answer /languages, class by class."""
    parameters(request, COMMON)
    offered = service.forms("html", "json")
    form = chosen_format(request, offered)

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            return html(service.pages.languages(await languages_page(reading, page)))
        found = await _names(reading)
        items = [
            {
                "class": thing(names.class_),
                "total": names.total,
                "languages": {
                    lang: sum(many for said, _, many in names.counts if lang in said)
                    for lang in sorted({lang for said, _, _ in names.counts for lang in said})
                },
            }
            for names in found
        ]
        return json_of({"items": items, "total": len(items), "revision": reading.revision.id})

    return await service.answer(request, form, build)


async def languages_page(reading: Reading, page: Page) -> Coverage:
    """Return what the page shows."""
    return described(Coverage(page, await _names(reading)))


async def _names(reading: Reading) -> tuple[NamesOfClass, ...]:
    """Return how many things of each class are named in which languages, with which notes."""
    counts: dict[str, dict[_Named, int]] = defaultdict(lambda: defaultdict(int))
    for row in await reading.rows("api/names"):
        named = (frozenset(value(row, "languages").split()), value(row, "notes"))
        counts[value(row, "class")][named] += 1
    missing = set(reading.missing_labels)
    classes = await reading.concepts(counts)
    reading.missing_labels = missing
    found = [
        NamesOfClass(
            classes[class_],
            sum(named.values()),
            tuple((languages, notes, many) for (languages, notes), many in named.items()),
        )
        for class_, named in counts.items()
    ]
    return tuple(sorted(found, key=lambda names: (-names.total, names.class_.iri)))
