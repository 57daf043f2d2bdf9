"""One module per external system: Zendesk, Connect, the browser, each behind a port and the text-only border.

Imports: model.
"""
