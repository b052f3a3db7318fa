"""Commands of the legal register: record documents, provisions, relations and effect; load the shipped data."""
