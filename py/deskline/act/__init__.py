"""Writing to Zendesk, and only here: the outbox, each effect, the ways round a refusal, what is lost.

Imports: ask, decide, words, model.
"""
