
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
        ('core', '0002_lists'),
        ('ledger', '0001_initial'),
        ('parties', '0002_search_text'),
        ('receivables', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['company', 'total_minor'], name='document_total'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['company', 'reference'], name='document_reference'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['company', 'amount_minor'], name='payment_amount'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['company', 'reference'], name='payment_reference'),
        ),
    ]
