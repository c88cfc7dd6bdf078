"""wsisgraph: how the WSIS action lines serve the Sustainable Development Goals, as one graph."""

__version__ = "0.1.0"
