"""Names: IRIs, closed namespaces and the codes people write. Engine-free; IRIs are `str`."""
