"""Reading the bank, exams and attempts."""
