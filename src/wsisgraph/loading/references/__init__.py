"""What a text refers to: one normaliser for each kind of reference, and names found by labels.

`Finder` finds mentions in the passages of a text, `mention_facts` says them as facts.
"""
