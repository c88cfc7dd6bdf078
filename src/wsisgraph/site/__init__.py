"""The pages people read: server-rendered, without script, in the reader's language."""

from wsisgraph.site.pages import Pages

__all__ = ["Pages"]
