"""The tiny world, served for real, and three peers of it: our words, schema.org, a spreadsheet."""

from pathlib import Path

from pyoxigraph import RdfFormat, serialize
from tests import world

from wsisgraph.store.writer import Writer

BASE = "https://w3id.org/wsis-sdg/"

ESCAP = """
@prefix wsis: <https://w3id.org/wsis-sdg/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix v: <https://w3id.org/wsis-sdg/vocab/> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://escap.example/> .
@base <https://w3id.org/wsis-sdg/> .

e:apis a wsis:Activity ; skos:prefLabel "Asia-Pacific Information Superhighway"@en ;
  wsis:carriedOutBy <id/agency/escap> ; dct:identifier "XM-DAC-ESCAP-0001" ;
  <https://schema.org/startDate> "2022"^^xsd:gYear .
e:l1 a wsis:ActivityLink ; wsis:activity e:apis ; wsis:linksTo <http://metadata.un.org/sdg/9.c> ;
  wsis:basis <vocab/basis/asserted> ; wsis:status <vocab/status/accepted> ; wsis:statedIn e:p1 .
e:l2 a wsis:ActivityLink ; wsis:activity e:apis ; wsis:linksTo <vocab/action-lines/c2> .
e:p1 a wsis:Passage ; dct:isPartOf e:plan ; wsis:locator "4" .
e:plan a wsis:Document ; skos:prefLabel "Action plan"@en .
e:giga-here a wsis:Activity ; skos:prefLabel "Giga, as we call it"@en ;
  owl:sameAs <id/activity/giga> ; wsis:carriedOutBy <id/agency/escap> .
e:l3 a wsis:ActivityLink ; wsis:activity e:giga-here ; wsis:linksTo <http://metadata.un.org/sdg/9> ;
  wsis:basis <vocab/basis/asserted> ; wsis:status <vocab/status/accepted> .
e:draft a wsis:Activity ; skos:prefLabel "A draft"@en ; wsis:carriedOutBy <id/agency/escap> .
e:l4 a wsis:ActivityLink ; wsis:activity e:draft ; wsis:linksTo <http://metadata.un.org/sdg/9> ;
  wsis:basis <vocab/basis/asserted> ; wsis:status <vocab/status/proposed> .
<id/linkage/escap/c1-4.4> a wsis:Linkage ; wsis:actionLine <vocab/action-lines/c1> ;
  wsis:linksTo <http://metadata.un.org/sdg/4.4> ; wsis:status <vocab/status/accepted> .
<id/activity/giga> owl:sameAs <id/activity/academy> ; a wsis:Activity .
"""

UNESCO = """
@prefix s: <http://schema.org/> . @prefix : <https://unesco.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:codes a s:Project ; s:name "Coding for all"@en ; s:keywords "SDG 4, youth; SDG 9.c" ;
  s:provider [ a s:Organization ; s:name "UNESCO Field Office" ] ; s:startDate "2021"^^xsd:gYear .
:superhighway a s:Project ; s:name "Superhighway, seen from Paris" ;
  s:identifier "xm-dac-escap-0001" ; s:about <http://metadata.un.org/sdg/9> .
:heritage a s:Project ; s:name "Heritage" ; s:keywords "9, culture" .
:lines a s:Event ; s:name "Days of access"@en ; s:about "WSIS C4" ;
  s:about <https://sdgs.un.org/goals/goal9> .
"""

SHEET = """Ref;Name;Organisation;SDGs;Action lines;From
E-1;Village libraries;UN-Habitat;9.c, 4;C4;2014
E-2;Rain by text;un-habitat;2.4;C7-eagr;2019-05
"""


def built(folder: Path) -> Path:
    """Return a data folder that holds the tiny world."""
    quads = world.quads()
    file = folder / "world.nq"
    file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    graphs = sorted({quad.graph_name.value for quad in quads})
    with Writer(folder / "data") as writer, file.open("rb") as opened:
        writer.replace(graphs, opened, agent="tests", message="the tiny world")
    return folder / "data"
