"""The command, also as `python -m wsisgraph`."""

import sys

from wsisgraph.intake.awaiting import begin


def main() -> None:
    """Run the command line; what takes long to learn is learned while it finds out what to do."""
    awaiting = begin(sys.argv[2]) if sys.argv[1:2] == ["load"] and len(sys.argv) > 3 else None
    from wsisgraph.cli import main as run

    run(awaiting)


if __name__ == "__main__":
    main()
