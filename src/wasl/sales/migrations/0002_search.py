
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
        ('core', '0002_lists'),
        ('crm', '0003_search_text'),
        ('parties', '0002_search_text'),
        ('sales', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['company', 'total_minor'], name='quote_total'),
        ),
    ]
