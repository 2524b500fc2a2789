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
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('people', '0001_initial'),
        ('receivables', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=200)),
                ('name_ar', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(default='active', max_length=10)),
                ('start_date', models.DateField(blank=True, null=True)),
                ('end_date', models.DateField(blank=True, null=True)),
                ('origin', models.CharField(blank=True, max_length=120)),
                ('budget_minor', models.BigIntegerField(blank=True, null=True)),
                ('budget_minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('dimension', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.dimension')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='access.member')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='parties.party')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'indexes': [models.Index(fields=['company', 'state', '-id'], name='project_state'), models.Index(fields=['company', 'party', '-id'], name='project_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'code'), name='project_code_once'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('company', 'origin'), name='project_origin_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BillingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('markup_percent', wasl.core.fields.FixedDecimalField(default=0, places=6)),
                ('default_hour_price', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('tax', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.tax')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='projects.project')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'project', 'kind'), name='billing_rule_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BilledPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=120)),
                ('amount_minor', models.BigIntegerField()),
                ('is_released', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.document')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.billingrule')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='billed_parts', to='projects.project')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'indexes': [models.Index(fields=['company', 'project', 'is_released'], name='billed_part_project')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_released', False)), fields=('company', 'origin'), name='billed_part_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ProjectRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('planned_minutes', models.PositiveIntegerField(default=0)),
                ('hour_price', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('hour_cost', wasl.core.fields.FixedDecimalField(null=True, places=6)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='projects.project')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'project', 'name'), name='project_role_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('hours', wasl.core.fields.FixedDecimalField(places=6)),
                ('is_billable', models.BooleanField(default=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('cost_minor', models.BigIntegerField(default=0)),
                ('sequence', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('billed', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='time_entry', to='projects.billedpart')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='access.member')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='projects.project')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'indexes': [models.Index(fields=['company', 'project', 'date'], name='time_project'), models.Index(fields=['company', 'employee', 'date'], name='time_employee'), models.Index(condition=models.Q(('billed', None), ('is_billable', True)), fields=['company', 'project'], name='time_unbilled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='time_within_a_day')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HourPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price', wasl.core.fields.FixedDecimalField(places=6)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hour_prices', to='projects.billingrule')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'rule', 'employee'), name='hour_price_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('amount_minor', models.BigIntegerField()),
                ('due_date', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.company')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='projects.billingrule')),
            ],
            options={
                'base_manager_name': 'everywhere',
                'constraints': [models.UniqueConstraint(fields=('company', 'rule', 'name'), name='milestone_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everywhere', django.db.models.manager.Manager()),
            ],
        ),
    ]
