"""A library of the tests."""
