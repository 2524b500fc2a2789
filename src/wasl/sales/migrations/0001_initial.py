import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.manager
import wasl.core.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('core', '0001_initial'),
        ('crm', '0001_initial'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=30)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('date', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('decided_on', models.DateField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('prices_include_tax', models.BooleanField(default=False)),
                ('discount_percent', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('discount_minor', models.BigIntegerField(null=True)),
                ('net_minor', models.BigIntegerField(default=0)),
                ('tax_minor', models.BigIntegerField(default=0)),
                ('total_minor', models.BigIntegerField(default=0)),
                ('deposit_percent', wasl.core.fields.FixedDecimalField(default=0, places=6)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('notes', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('deal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='crm.deal')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='access.member')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='parties.party')),
                ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='sales.quote')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'indexes': [models.Index(fields=['company', 'state', '-date', '-id'], name='quote_latest'), models.Index(fields=['company', 'party', '-id'], name='quote_party'), models.Index(fields=['company', 'deal', '-id'], name='quote_deal')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('company', 'number', 'revision'), name='quote_number_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('name_ar', models.CharField(blank=True, max_length=200)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('group', models.CharField(blank=True, max_length=60)),
                ('unit', models.CharField(blank=True, max_length=30)),
                ('price', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('currency', models.CharField(max_length=3)),
                ('is_active', models.BooleanField(default=True)),
                ('external_key', models.CharField(blank=True, max_length=120)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('tax', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.tax')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'name'), name='service_once'), models.UniqueConstraint(condition=models.Q(('external_key', ''), _negated=True), fields=('company', 'external_key'), name='service_external_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='QuoteLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('description', models.CharField(blank=True, max_length=500)),
                ('quantity', wasl.core.fields.FixedDecimalField(places=6)),
                ('price', wasl.core.fields.FixedDecimalField(places=6)),
                ('discount_percent', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('discount_minor', models.BigIntegerField(null=True)),
                ('role', models.CharField(blank=True, max_length=100)),
                ('planned_minutes', models.PositiveIntegerField(default=0)),
                ('amount_minor', models.BigIntegerField(default=0)),
                ('net_minor', models.BigIntegerField(default=0)),
                ('tax_minor', models.BigIntegerField(default=0)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('department', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.dimension')),
                ('quote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='sales.quote')),
                ('tax', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.tax')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sales.service')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'quote', 'position'), name='quote_line_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
    ]
