"""Builds, checks, tests and hands out Deskline; `python3 build.py` is the door to it."""
