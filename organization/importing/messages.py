"""Words for what is wrong with a staff list."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        # The file
        "file_empty": _("The file is empty."),
        "file_too_large": _("The file is larger than %(megabytes)s MB."),
        "file_damaged": _("The file is damaged, or was not sent to its end."),
        "file_password": _("The file has a password. Remove the password and try again."),
        "file_old_excel": _("The content is not an .xlsx file but an old .xls one. Save it as .xlsx."),
        "file_html": _("The content is not an .xlsx file but a web page. Open it and save it as .xlsx."),
        "file_xml": _("The content is not an .xlsx file but XML. Open it and save it as .xlsx."),
        "file_csv": _("The content is not an .xlsx file but looks like CSV. Open it and save it as .xlsx."),
        "file_pdf": _("The content is not an .xlsx file but a PDF."),
        "file_other": _("The content is not an .xlsx file."),
        "file_macros": _("The file holds macros. Save it as .xlsx without macros."),
        "file_package_unsupported": _("The package of the file is not supported. Save it again as .xlsx."),
        "file_package_names": _("The file holds names of parts that are not allowed."),
        "file_unpacks_too_large": _("The file unpacks to more than is allowed."),
        "file_xml_forbidden": _("The file holds XML that is not allowed (document types, entities, or too deep)."),
        "file_sheet_missing": _("The file has no visible sheet."),
        "file_too_many_rows": _("The sheet has more than %(limit)s rows."),
        "file_too_many_columns": _("The sheet has more than %(limit)s columns."),
        "file_columns_missing": _("No row names the columns. Missing: %(columns)s"),
        "file_column_twice": _("The column “%(column)s” occurs twice."),
        "file_no_people": _("There are no people below the headings."),
        # Notes on the sheet
        "sheet_others_ignored": _("Only the sheet “%(sheet)s” is read. Left out: %(others)s"),
        "column_hidden": _("The column “%(column)s” is hidden; it is read all the same."),
        "columns_ignored": _("These columns are not needed and not read: %(columns)s"),
        "row_hidden": _("This row is hidden; it is read all the same."),
        "row_passed_over": _("This row has no code, position and unit: passed over."),
        # Cells
        "cell_missing": _("“%(column)s” is missing."),
        "cell_too_long": _("The text is longer than %(limit)s characters."),
        "cell_too_long_text": _("The text is too long."),
        "cell_error": _("The formula ends in the error %(value)s."),
        "cell_no_value": _("The cell is a formula without a value. Open the file, save it, and try again."),
        "cell_code_number": _("The code was typed as a number and can no longer be read. Format the column as text."),
        "cell_code_zeros": _("The code is a number: zeros at its beginning may have been lost."),
        "cell_old_font": _("The name is written in an old font (TCVN3, VNI). Convert it to Unicode."),
        "cell_name_capitals": _("The name in capitals was rewritten with capitals at the head of each word."),
        "cell_gender": _("Write “Nam” or “Nữ”."),
        "cell_birth_unlikely": _("The birth date %(birth)s cannot be right."),
        "cell_start_far": _("%(day)s is more than a year ahead."),
        "cell_unit_unknown": _("There is no unit with the code “%(unit)s”."),
        "cell_unit_outside": _("You may not post people to %(unit)s."),
        "cell_unit_later": _("%(unit)s exists only from %(day)s."),
        "cell_unit_merged": _("%(unit)s was merged into %(successors)s from %(day)s. Choose the present unit."),
        "cell_unit_split": _("%(unit)s was split into %(successors)s from %(day)s. Choose the present unit."),
        "cell_unit_dissolved": _("%(unit)s was dissolved from %(day)s. Choose the present unit."),
        "cell_unit_ended": _("%(unit)s ended on %(day)s. Choose the present unit."),
        "cell_position_unknown": _("There is no position “%(position)s” on that day."),
        "cell_position_ambiguous": _("Several positions are called “%(position)s”."),
        # People
        "row_code_twice": _("The same code stands in %(cell)s."),
        "row_code_of_another": _("The code %(personnel_code)s belongs to %(name)s."),
        "row_namesake_in_list": _("Same name and birth date as in %(cell)s, under another code."),
        "row_namesake_known": _("A person with this name and birth date is known under another code."),
        "row_name_changes": _("The name changes from %(old)s to %(new)s."),
        "row_birth_changes": _("The birth date changes from %(old)s to %(new)s."),
        "row_posted_later": _("This person is posted to %(unit)s from %(day)s, which is later."),
        "row_replaces": _("Replaces the posting to %(unit)s that begins on the same day."),
    }
)
