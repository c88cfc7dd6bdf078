"""How well documents become facts: gold facts, made documents, and precision and recall."""
