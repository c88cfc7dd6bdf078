"""Run the command line as `python -m wsisgraph`."""

from wsisgraph.cli import main

main()
