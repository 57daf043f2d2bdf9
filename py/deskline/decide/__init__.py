"""What to do at each moment of a contact, and why.

Pure. Imports: words, model.
"""
