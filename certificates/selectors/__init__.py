"""Questions to certificates."""
