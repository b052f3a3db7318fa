"""Reading staff lists: from bytes that may be anything to a plan that says what each row would change.

Nothing here writes. `package` judges the file, `sheet` reads its cells, `staff_list` finds people in them, `plan`
compares them with what is known; `organization.services.staff_import` commits.
"""
