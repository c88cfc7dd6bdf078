"""Who may write: bearer tokens with roles, and which graphs each may change.

    tokens = Tokens(data_folder, admin_token)
    identity = tokens.identify(token)  # None when nobody has it
    identity.may_write("https://w3id.org/wsis-sdg/graph/agency/itu")

Engine-free: it knows names of graphs, and nothing of what they hold.
"""

from wsisgraph.access.identity import Identity, Role
from wsisgraph.access.tokens import Listed, Tokens

__all__ = ["Identity", "Listed", "Role", "Tokens"]
