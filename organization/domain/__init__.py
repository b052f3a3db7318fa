"""Rules about units, their lineage and postings, without a database."""
