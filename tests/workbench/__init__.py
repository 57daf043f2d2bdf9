"""The workbench: a pretend Zendesk and a pretend Amazon Connect in which the built app runs unchanged."""
