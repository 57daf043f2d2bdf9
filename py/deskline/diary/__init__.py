"""A log of recent events, for support.

Imports: words, model.
"""
