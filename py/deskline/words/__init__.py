"""What people read: texts, notices, comments, links.

Pure. Imports: model.
"""
