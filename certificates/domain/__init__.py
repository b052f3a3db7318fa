"""Rules about certificates: state, validity, numbers and codes, without a database."""
