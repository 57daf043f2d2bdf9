"""What to do at each moment of a contact, why, and how its record progresses.

Pure. Imports: chat, words, model.
"""
