"""Files that go out to editors: the matrix, roles, names, activities, as workbooks and documents.

`gather` modules make a form of what the graph says, `workbook` and `document` write it down. What
comes back is read by `wsisgraph.loading.editing`.
"""
