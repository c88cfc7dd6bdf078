"""The store: a journal, immutable revisions, and readers that can be killed (design §4).

Three kinds of process share a data folder:

- the **front** (`embedded`, `pool`, `guard`) speaks to everybody and holds no RDF engine;
- the **writer** (`writer`, `writer_process`) alone changes the folder, journal first (`journal`);
- the **readers** (`reader_process`, `worker`) answer queries in sandboxed, killable forks of one
  parent that holds the current revision in memory (`snapshot`), or, of data too many for that, of
  one whose children each open a checkpoint on the disk (`shelf`).

The front's modules never import the engine, so nothing in this file does.
"""
