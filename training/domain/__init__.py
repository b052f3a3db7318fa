"""Rules about completing a module, due dates and repetition, without a database."""
