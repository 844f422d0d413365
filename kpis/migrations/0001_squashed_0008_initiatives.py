"""All steps up to 0008_initiatives at once, for a new database: a third of the time."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import goals.models.fields
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from common.append_only import append_only


class Migration(migrations.Migration):

    replaces = [('kpis', '0001_initial'), ('kpis', '0002_history_is_append_only'), ('kpis', '0003_computed_actuals'), ('kpis', '0004_quality_answers'), ('kpis', '0005_alerts'), ('kpis', '0006_versions_of_kpis'), ('kpis', '0007_editions_of_kpis'), ('kpis', '0008_initiatives')]

    initial = True

    dependencies = [
        ('goals', '0010_initiatives_end'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kpi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(default='', editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('code', models.CharField(max_length=30, validators=[django.core.validators.RegexValidator('\\A[A-Z][A-Z0-9_]{0,29}\\Z', 'Use up to 30 capital letters, digits and underscores, beginning with a letter.')], verbose_name='Code')),
                ('definition', models.TextField(max_length=2000, verbose_name='Definition')),
                ('why', models.TextField(max_length=2000, verbose_name='Why it matters')),
                ('category', models.CharField(choices=[('financial', 'Financial'), ('operational', 'Operational'), ('customer', 'Customer'), ('employee', 'Employee')], max_length=11, verbose_name='Category')),
                ('kind', models.CharField(choices=[('leading', 'Leading'), ('lagging', 'Lagging')], max_length=7, verbose_name='Kind')),
                ('is_kgi', models.BooleanField(default=False, verbose_name='Key goal indicator (KGI)')),
                ('frequency', models.CharField(choices=[('day', 'Every day'), ('week', 'Every week'), ('month', 'Every month'), ('quarter', 'Every quarter'), ('half', 'Every half-year'), ('year', 'Every year')], default='month', max_length=7, verbose_name='Measured')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='Unit')),
                ('decimals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='Decimals')),
                ('direction', models.CharField(choices=[('higher', 'The higher the better'), ('lower', 'The lower the better'), ('range', 'Within a range')], default='higher', max_length=6, verbose_name='Direction')),
                ('aggregation', models.CharField(choices=[('sum', 'Sum'), ('mean', 'Mean'), ('last', 'Last value')], default='sum', max_length=4, verbose_name='Over longer periods')),
                ('formula', models.CharField(blank=True, max_length=500, verbose_name='Formula')),
                ('target', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Target')),
                ('low', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Lower bound')),
                ('high', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Upper bound')),
                ('warn_from', models.DecimalField(decimal_places=4, default=Decimal('0.90'), max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='Warn below')),
                ('grace_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(180)], verbose_name='Days until it is late')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='Data source')),
                ('verified_on', models.DateField(blank=True, null=True)),
                ('if_bad', models.TextField(blank=True, max_length=1000, verbose_name='What we do if it turns red')),
                ('visibility', models.CharField(choices=[('company', 'Everyone in the company'), ('restricted', 'Only the people concerned')], default='company', max_length=10, verbose_name='Who can read it')),
                ('archived_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to='people.company')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to='people.department', verbose_name='Department')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kpis', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='kpis.kpi', verbose_name='Part of')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('announced_signal', models.CharField(blank=True, editable=False, max_length=9)),
                ('announced_state', models.CharField(blank=True, editable=False, max_length=9)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('edition', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                'verbose_name': 'KPI',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('company', 'code'), name='kpi_code_once'), models.CheckConstraint(condition=models.Q(('is_kgi', True), ('parent__isnull', False), _negated=True), name='kpi_kgi_is_a_root'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='kpi_not_its_own_parent'), models.CheckConstraint(condition=models.Q(('warn_from__range', (0, 1))), name='kpi_warn_from_is_a_share'), models.CheckConstraint(condition=models.Q(('low__isnull', True), ('high__isnull', True), ('low__lte', models.F('high')), _connector='OR'), name='kpi_range_is_ordered')],
            },
        ),
        migrations.CreateModel(
            name='KeyResultLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('context', 'Shown beside it'), ('latest', 'Gives its value: the latest actual'), ('to_date', 'Gives its value: all actuals so far')], default='context', max_length=7, verbose_name='What it does')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpi_links', to='goals.keyresult')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_result_links', to='kpis.kpi')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kpi', 'key_result'), name='kpi_linked_once'), models.UniqueConstraint(condition=models.Q(('mode', 'context'), _negated=True), fields=('key_result',), name='kpi_one_drives_a_key_result')],
            },
        ),
        migrations.CreateModel(
            name='DefinitionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(verbose_name='From')),
                ('reason', models.CharField(max_length=500, verbose_name='Reason')),
                ('definition', models.TextField()),
                ('formula', models.CharField(blank=True, max_length=500)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('direction', models.CharField(choices=[('higher', 'The higher the better'), ('lower', 'The lower the better'), ('range', 'Within a range')], max_length=6)),
                ('frequency', models.CharField(choices=[('day', 'Every day'), ('week', 'Every week'), ('month', 'Every month'), ('quarter', 'Every quarter'), ('half', 'Every half-year'), ('year', 'Every year')], max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='kpis.kpi')),
            ],
            options={
                'ordering': ['effective_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('reason', models.CharField(max_length=500, verbose_name='Reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='baselines', to='kpis.kpi')),
            ],
            options={
                'ordering': ['starts_on'],
                'constraints': [models.UniqueConstraint(fields=('kpi', 'starts_on'), name='baseline_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='KpiNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='Day')),
                ('text', models.CharField(max_length=200, verbose_name='Note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='kpis.kpi')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('value', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Actual')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='kpis.kpi')),
                ('computed', goals.models.fields.ValueField(decimal_places=6, editable=False, max_digits=21, null=True)),
            ],
            options={
                'ordering': ['kpi', 'starts_on'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('kpi', 'period'), name='measurement_once_per_period')],
            },
        ),
        migrations.CreateModel(
            name='MeasurementEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Note')),
                ('way', models.CharField(choices=[('page', 'Typed'), ('file', 'From a file'), ('api', 'By the API'), ('formula', 'Computed')], default='page', max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('measurement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='kpis.measurement')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('target', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Target')),
                ('low', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Lower bound')),
                ('high', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Upper bound')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='kpis.kpi')),
            ],
            options={
                'ordering': ['kpi', 'starts_on'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('kpi', 'period'), name='target_once_per_period'), models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', True), ('low__isnull', True), ('target__isnull', False)), models.Q(('high__isnull', False), ('low__isnull', False), ('low__lte', models.F('high')), ('target__isnull', True)), _connector='OR'), name='target_is_a_value_or_a_range')],
            },
        ),
        migrations.CreateModel(
            name='QualityAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('progress', 'Does it really show progress, or only that work was done?'), ('clear', 'Can people understand it without an explanation?'), ('easy', 'Can it be measured every period without much effort?')], max_length=8)),
                ('answer', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure')], max_length=6)),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='Remark')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_answers', to='kpis.kpi')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kpi', 'question'), name='quality_question_answered_once')],
            },
        ),
        migrations.CreateModel(
            name='AlertRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('when', models.CharField(choices=[('warn', 'When it is no longer met'), ('bad', 'When it falls below its warn line'), ('signal', 'When it gives a signal')], default='warn', max_length=6, verbose_name='When')),
                ('asks_check_in', models.BooleanField(default=False, verbose_name='Ask the owners of its key results for a check-in')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to='kpis.kpi')),
                ('notify', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Tell')),
                ('initiative_days', models.PositiveSmallIntegerField(default=28, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(366)], verbose_name='Days until it is due')),
                ('initiative_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Owner of the initiative')),
                ('initiative_title', models.CharField(blank=True, max_length=120, verbose_name='Open an initiative called')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('kpi', 'when'), name='alert_rule_once_per_case')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kpi_links', to='goals.initiative')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiative_links', to='kpis.kpi')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kpi', 'initiative'), name='kpi_moved_once')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(max_length=64)),
                ('data', models.JSONField()),
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='opening', to='goals.initiative')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='kpis.kpi')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kpi', 'occasion'), name='opened_once_per_occasion'), models.CheckConstraint(condition=models.Q(('occasion', ''), _negated=True), name='opened_for_something')],
            },
        ),
        append_only("kpis_measuremententry"),
        append_only("kpis_definitionversion"),
    ]
