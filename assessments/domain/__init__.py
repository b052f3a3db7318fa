"""Rules of assessment as values and functions: no framework, no clock, no chance of their own."""
