"""Search: how texts become words, the index made of them, and asking it.

`analysis` and its table (`analysis.json`) are the one account of what a word is, in six languages;
the script of static pages reads the same table. `index` weighs words, `database` keeps them for
the service, `shards` for files. Making runs in a process of its own (`python -m
wsisgraph.search.make`); nothing here needs an RDF engine.
"""
