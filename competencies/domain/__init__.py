"""Rules about levels, standing and gaps, without a database."""
