"""Needed: only top-level modules are left out by name."""
