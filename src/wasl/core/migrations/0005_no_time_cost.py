from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_notice'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='company',
            name='time_cost',
        ),
    ]
