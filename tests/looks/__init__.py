"""Pictures of the app in the states that matter, to be looked at."""
