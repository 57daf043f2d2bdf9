"""Reading from Zendesk: the caller, the ticket, the agent's choice. Nothing here can write.

Imports: decide, model.
"""
