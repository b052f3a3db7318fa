"""Questions to training."""
