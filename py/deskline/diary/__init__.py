"""What happened lately, for whoever helps an agent.

Imports: words, model.
"""
