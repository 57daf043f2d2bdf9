"""Writing to Zendesk, which happens only here: the outbox, each effect, what replaces a refused write, losses.

Imports: ask, decide, words, model.
"""
