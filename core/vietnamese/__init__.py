"""Vietnamese text: folding for search, dictionary order, personal names, numbers and dates."""
