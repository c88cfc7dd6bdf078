"""Texts of documents: read into passages, with what they mention and what they state."""
