"""Forms of the ground floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password, and whether others use this machine."""

    shared_machine = forms.BooleanField(label=_("This is a shared machine"), required=False)

    error_messages = {
        "invalid_login": _("The user name or the password is not right. Capital letters count."),
        "inactive": _("The user name or the password is not right. Capital letters count."),
    }


class OwnPasswordForm(PasswordChangeForm):
    """The present password, and twice the new one. Saves nothing: a service does."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "same_password": _("The new password must differ from the present one."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 14 characters. Several words in a row are easy to remember and hard to guess."
        )
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        """Refuse the present password as the new one: a one-time password must not stay."""
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", self.error_messages["same_password"])
        return cleaned
