"""Commands of the organization: units, people, postings, grants, accounts."""
