"""Bundles the query editor whenever hatch builds a wheel or an editable install."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class EditorHook(BuildHookInterface):
    """Asks `bundle.py`, and builds without the editor where that cannot be had."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files are gathered."""
        spec = importlib.util.spec_from_file_location(
            "bundle", Path(self.root, "web/editor/bundle.py")
        )
        assert spec is not None
        assert spec.loader is not None
        bundle = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(bundle)
        bundle.bundle(self.app.display_warning)
