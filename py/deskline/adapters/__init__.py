"""One module per outside party: Zendesk, Connect, the browser, each behind a port and the text-only border.

Imports: model.
"""
