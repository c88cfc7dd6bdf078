"""Fuzz for as long as you like: `python -m tests.fuzz --minutes 10`."""

import argparse
import os
import sys

import pytest

parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
parser.add_argument("--minutes", type=float, default=10)
os.environ["WSISGRAPH_FUZZ_SECONDS"] = str(60 * parser.parse_args().minutes)
sys.exit(pytest.main(["-q", "-x", os.path.dirname(__file__)]))
