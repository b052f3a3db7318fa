"""Rules about the effect of legal documents and about citing them, without a database."""
