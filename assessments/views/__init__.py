"""Pages of exams and attempts, and Django's door to the exam counter."""
