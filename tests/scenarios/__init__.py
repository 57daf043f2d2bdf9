"""The whole engine at work, without a browser."""
