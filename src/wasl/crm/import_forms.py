"""What the pages of imports ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.core.forms import KeyedForm

PASTED_ROWS = 10_000


class UploadForm(KeyedForm):
    """Choose a file and what it holds."""

    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("CSV or Excel (.xlsx), with the column names in the first row.")
    )
    pasted = forms.CharField(
        label=_("Or rows pasted from a sheet"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto", "spellcheck": "false"}),
        help_text=_("Copy the rows with their column names in the sheet, and paste them here: up to 10,000."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of file and rows, and for no more rows than may be pasted."""
        said = super().clean() or {}
        rows = (said.get("pasted") or "").strip("\r\n")
        if not said.get("file") and not rows.strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste rows."))
        if rows.count("\n") > PASTED_ROWS:
            self.add_error("pasted", _("More than 10,000 rows: save them as a file, and choose it."))
        return said

    def table(self) -> tuple[bytes, str]:
        """Return what was given as the content of a file, and its name; a file goes before pasted rows."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["pasted"].strip("\r\n").encode(), "pasted.tsv"


class AnswerForm(KeyedForm):
    """Say what a value of a file means."""

    answer = forms.CharField(label=_("Correct value"), max_length=200)
