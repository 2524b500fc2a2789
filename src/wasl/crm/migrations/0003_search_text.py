import re

from django.db import migrations

from wasl.core import search

BATCH = 2_000
FIELDS = {
    "Deal": ("title", "contact_name", "product", "party__name", "party__name_ar", "external_key"),
    "Lead": ("name", "company_name", "email", "phone"),
}


def rewrite(apps, schema_editor):
    """Write anew what each deal and lead is searched by, so that either script finds it."""
    for name, fields in FIELDS.items():
        model = apps.get_model("crm", name)
        rows, last = model.everywhere.order_by("pk"), 0
        while batch := list(rows.filter(pk__gt=last).values_list("pk", *fields)[:BATCH]):
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(
                    f"UPDATE {model._meta.db_table} SET search_text = %s WHERE id = %s",
                    [(search.text_of(*_said(name, values)), pk) for pk, *values in batch],
                )
            last = batch[-1][0]


def _said(name, values):
    said = [value or "" for value in values]
    return [*said[:-1], re.sub(r"\D", "", said[-1])] if name == "Lead" else said


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_next_due"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(rewrite, migrations.RunPython.noop),
    ]
