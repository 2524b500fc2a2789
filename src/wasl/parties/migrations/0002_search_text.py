from django.db import migrations

from wasl.core import search
from wasl.parties import rules

BATCH = 2_000


def rewrite(apps, schema_editor):
    """Write anew what each party is searched by, so that either script finds it."""
    rows = apps.get_model("parties", "Party").everywhere.order_by("pk")
    fields = ("name", "name_ar", "email", "tax_number", "phone", "city", "pk")
    last, connection = 0, schema_editor.connection
    while batch := list(rows.filter(pk__gt=last).values_list(*fields)[:BATCH]):
        texts = [
            (search.text_of(name, name_ar, email, tax, rules.same_phone(phone), city), pk)
            for name, name_ar, email, tax, phone, city, pk in batch
        ]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE parties_party SET search_text = %s WHERE id = %s", texts)
        last = batch[-1][-1]


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(rewrite, migrations.RunPython.noop),
    ]
