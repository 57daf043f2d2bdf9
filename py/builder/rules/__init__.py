"""The rules that Zendesk's validator applies to a package, one module per part of the package."""
