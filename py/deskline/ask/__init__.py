"""Reading from Zendesk: who it is, which ticket, what the agent means. Nothing here can write.

Imports: decide, model.
"""
