"""Entries of stocktaking and prize lists: one row, one activity, with the row it came from."""

from wsisgraph.loading.entries.load import Profile, guess_entries, load_entries

__all__ = ["Profile", "guess_entries", "load_entries"]
