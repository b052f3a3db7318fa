"""Question bank, exams, attempts and grading: who knows what, with the record that proves it."""
