"""Which modules a page's script imports, at once or through others.

A page names them all in its head: the browser then fetches them together, and not each after the one that imports it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import\b[^"]*?"(\.[^"]+)";$', re.MULTILINE)


def reached(scripts: Mapping[str, bytes], entry: str) -> list[str]:
    """The paths of the modules that a script needs before it runs, itself left out; others' modules import nothing."""
    found = [entry]
    for path in found:
        names = _IMPORT.findall(scripts.get(path, b"").decode())
        paths = (posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in names)
        found += [one for one in dict.fromkeys(paths) if one not in found]
    return sorted(found[1:])
