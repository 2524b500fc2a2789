"""What the pages of letters ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.forms import KeyedForm


class TemplateForm(KeyedForm):
    """The text that letters of a kind start from."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea({"rows": 12}),
        help_text=_("Places in braces, such as {name}, are filled in for each letter."),
    )
