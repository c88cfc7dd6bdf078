"""Tables that went out to an editor, and come back: what was changed becomes proposals.

`form` says what a table is, `workbook` and `document` find it again in a file, `compare` tells what
an editor changed, and `load` makes proposals of it. The files are written by
`wsisgraph.publishing.editable`.
"""
