"""Says in a sentence why a command could not be carried out, instead of showing how it went wrong inside.

Standard library only: the set-up uses it before `.venv` exists.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from builder.installer import Missing

INTERRUPTED = 130
"""What a shell takes for: ended by Ctrl-C."""


def told(command: Callable[[], int]) -> int:
    """The command's exit status, or 1 with a sentence on standard error for what the machine lacks or refuses."""
    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Missing as missing:
        print(missing, file=sys.stderr)
    except OSError as error:
        if not error.strerror:
            raise
        print(sentence(error), file=sys.stderr)
    return 1


def sentence(error: OSError) -> str:
    """What the system refused, and about which file."""
    about = f"{error.filename}: " if error.filename is not None else ""
    return f"{about}{error.strerror}."
