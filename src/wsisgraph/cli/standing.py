"""Settings for commands that read the data folder, and what it has to follow brought into it."""

import os

from wsisgraph.settings import Settings


def settled() -> Settings:
    """Return the settings; where a SPARQL server holds the data, the folder has what it has.

    Raises:
        BadSetting: a variable holds a value of the wrong kind.
        StoreUnavailable: the server is not there.
        StoreError: it cannot be brought into step with the folder.
    """
    settings = Settings.from_environment()
    if settings.store:
        # Processes that work on foreign bytes need not know it.
        os.environ.pop("WSISGRAPH_STORE_PASSWORD", None)
        from wsisgraph.graph.rules import derived
        from wsisgraph.store.remote_local import meet

        meet(settings, derived)
    return settings
