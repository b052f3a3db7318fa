"""Forms of attempts."""

from __future__ import annotations

from django import forms


class HandInForm(forms.Form):
    """The exam form that works without a program, as far as it is not answers.

    `confirm` says: hand in although something is missing.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    epoch = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)
