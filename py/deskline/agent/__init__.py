"""The agent's side, belonging to no contact: line, connection, dialling, choice of queue.

Imports: ask, words, adapters, model.
"""
