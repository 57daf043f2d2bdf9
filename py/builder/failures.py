"""Reports an expected failure of a command as one sentence instead of a traceback.

Standard library only: the set-up uses it before `.venv` exists.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from builder.installer import UserError

INTERRUPTED = 130
"""The exit status that shells use for Ctrl-C."""


def exit_status(command: Callable[[], int]) -> int:
    """Run the command and return its exit status, or 1 with a sentence on standard error for an expected failure."""
    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    except UserError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if not error.strerror:
            raise
        print(sentence(error), file=sys.stderr)
    return 1


def sentence(error: OSError) -> str:
    """The system's error message, with the file's name."""
    about = f"{error.filename}: " if error.filename is not None else ""
    return f"{about}{error.strerror}."
