"""Taking in what a user brings: a source read, checked by the shapes, and committed or refused."""
