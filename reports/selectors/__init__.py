"""Questions that join people, evidence and units."""
