"""`build.py bench`: speed, requests and bytes, measured and compared."""
