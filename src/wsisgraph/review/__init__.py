"""What people decided of statements: accepted, corrected, rejected, by whom and when.

A statement that a source gives as proposed or unconfirmed stands in a graph apart (design §3.13).
A decision moves it: what is accepted is counted from then on, what is rejected never is. The
decisions themselves are facts, in `graph/decisions`, so that a rebuild or a reload of the source
comes to the same end (`decisions.applied`).
"""
