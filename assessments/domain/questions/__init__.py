"""Question types: one module each, reached by code through `registry`."""
