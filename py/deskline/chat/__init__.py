"""What is said in chats: collected as it comes, saved until it is on a ticket, written as comments.

Imports: words, model.
"""
