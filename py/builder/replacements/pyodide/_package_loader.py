"""Stands in for Pyodide's package loader, which Deskline never uses and which needs zipfile, shutil and tempfile.

Pyodide's start reads two folders (as objects, not as text: it calls their __str__) and calls one function.
"""


class _Folder:
    def __init__(self, path: str) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path


SITE_PACKAGES = _Folder("/lib/python3.14/site-packages")
DSO_DIR = _Folder("/usr/lib")


def init_loaded_packages() -> None:
    """Finds no packages: the archive holds all there is."""
