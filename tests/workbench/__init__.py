"""The workbench: a simulated Zendesk and a simulated Amazon Connect in which the built app runs unchanged."""
