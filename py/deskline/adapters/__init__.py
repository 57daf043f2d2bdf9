"""One module per outside party, each speaking through the text-only border to JavaScript.

Imports: agent, diary, words, model.
"""
