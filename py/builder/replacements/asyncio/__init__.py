"""Stands in for asyncio's table of contents, without event loops of its own, sockets, processes and TLS.

In a browser the one loop is Pyodide's, which needs a policy to inherit from.
"""

from .coroutines import *
from .events import *
from .events import _BaseDefaultEventLoopPolicy as DefaultEventLoopPolicy
from .exceptions import *
from .futures import *
from .graph import *
from .locks import *
from .protocols import *
from .queues import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .transports import *


def run(*_: object, **__: object) -> None:
    """Runs nothing: the browser's loop runs already."""
    raise RuntimeError("the browser's event loop runs already")
