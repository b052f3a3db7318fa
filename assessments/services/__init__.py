"""Commands of the bank, exams and attempts."""
