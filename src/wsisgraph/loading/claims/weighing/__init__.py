"""Statements weighed by what gold documents teach."""
