"""Journeys in a real Chromium, on the built package."""
