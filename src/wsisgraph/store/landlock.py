"""Landlock: of all files, a process may read those below one folder, and no others.

What it forbids, it forbids to every thread and process that is started afterwards; it needs no
privilege and cannot be taken off again (Linux `Documentation/userspace-api/landlock.rst`).
"""

import ctypes
import os
import platform
import struct
from pathlib import Path

from wsisgraph.store.system import PR_SET_NO_NEW_PRIVS, failed, prctl, syscall

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_TELL_VERSION = 1
_BENEATH = 1

# LANDLOCK_ACCESS_FS_EXECUTE … _MAKE_SYM: all that the first version knows.
_EVERYTHING = (1 << 13) - 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3


def is_supported() -> bool:
    """Tell whether the kernel has it, and it is switched on."""
    return platform.system() == "Linux" and syscall(_CREATE_RULESET, 0, 0, _TELL_VERSION) > 0


def read_only_below(folder: Path) -> None:
    """Forbid this process all files but those below a folder, which it may read.

    Raises:
        OSError: the kernel refuses.
    """
    # struct landlock_ruleset_attr, as far as the first version knows it.
    handled = ctypes.create_string_buffer(struct.pack("Q", _EVERYTHING), 8)
    rules = syscall(_CREATE_RULESET, ctypes.addressof(handled), 8, 0)
    if rules < 0:
        raise failed("landlock_create_ruleset")
    beneath = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # struct landlock_path_beneath_attr is packed.
        rule = ctypes.create_string_buffer(struct.pack("=Qi", _READ_FILE | _READ_FOLDER, beneath))
        if syscall(_ADD_RULE, rules, _BENEATH, ctypes.addressof(rule), 0) < 0:
            raise failed("landlock_add_rule")
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0)
        if syscall(_RESTRICT_SELF, rules, 0) < 0:
            raise failed("landlock_restrict_self")
    finally:
        os.close(beneath)
        os.close(rules)
