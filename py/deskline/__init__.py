"""Deskline: calls on Amazon Connect become tickets in Zendesk."""
