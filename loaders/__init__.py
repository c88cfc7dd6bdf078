"""The bundled sources, one folder each; the engine finds them by entry points."""
