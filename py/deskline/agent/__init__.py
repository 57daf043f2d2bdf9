"""The agent's side, which is no contact's: line, connection, dialling, choice of queue.

Imports: ask, words, adapters, model.
"""
