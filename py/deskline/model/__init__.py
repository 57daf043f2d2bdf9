"""Values, and the ports through which the rest asks of the world.

Imports: nothing.
"""
