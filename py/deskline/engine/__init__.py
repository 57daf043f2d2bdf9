"""The one engine of a browser: messages to sessions, one session per contact, the records that it keeps.

Imports: pages, agent, act, ask, decide, chat, diary, words, adapters, model.
"""
