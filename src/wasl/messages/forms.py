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


class LetterForm(KeyedForm):
    """A letter with its paper attached."""

    to = forms.EmailField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}))
    language = forms.ChoiceField(label=_("Language of the PDF"), choices=[("ar", _("Arabic")), ("en", _("English"))])
