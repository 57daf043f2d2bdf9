"""What people see: what is in front, views, the panel, buttons, what a screen reader says.

Imports: agent, act, ask, chat, decide, diary, words, adapters, model.
"""
