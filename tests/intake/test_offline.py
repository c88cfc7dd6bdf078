"""A process that converts strangers' files reaches nobody; nor does what it starts."""

import subprocess
import sys

PROBE = """
import socket, subprocess, sys
from wsisgraph.intake import offline
offline.go_offline()
for open_ in (socket.socket, socket.socketpair, lambda: socket.socket(socket.AF_UNIX)):
    try:
        open_()
        print("open")
    except PermissionError:
        print("refused")
child = "import socket\\ntry:\\n socket.socket()\\n print('open')\\n"
child += "except PermissionError:\\n print('refused')"
print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout.strip())
print(len(open("/etc/hostname").read()) > 0)
"""


def test_no_socket_is_opened_and_files_are_read() -> None:
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True)
    assert ran.stderr == ""
    assert ran.stdout.split() == [*["refused"] * 4, "True"]
