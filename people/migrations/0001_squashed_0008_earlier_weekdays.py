"""All steps up to 0008_earlier_weekdays at once, for a new database: a third of the time."""

import common.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import people.models.invitation
from django.conf import settings
from django.db import migrations, models

from common.append_only import append_only
from common.trigram import trigram_index


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_audit_is_append_only'), ('people', '0003_search_by_trigrams'), ('people', '0004_company_setup_step'), ('people', '0005_holidays_and_days_off'), ('people', '0006_api_tokens'), ('people', '0007_searchable_audit'), ('people', '0008_earlier_weekdays')]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Company name')),
                ('language', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=5, verbose_name='Language')),
                ('time_zone', models.CharField(default='Asia/Tokyo', max_length=64, validators=[common.validators.validate_time_zone], verbose_name='Time zone')),
                ('fiscal_year_start_month', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='Fiscal year starts in month')),
                ('cadence', models.CharField(choices=[('weekly', 'Every week'), ('biweekly', 'Every two weeks')], default='weekly', max_length=10, verbose_name='Check-in cadence')),
                ('due_weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=4, verbose_name='Check-ins are due on')),
                ('due_hour', models.PositiveSmallIntegerField(default=18, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='at hour')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('setup_step', models.CharField(blank=True, choices=[('rhythm', 'Calendar and rhythm'), ('departments', 'Departments'), ('people', 'Members'), ('cycle', 'First cycle'), ('done', 'Ready')], default='', editable=False, max_length=12)),
                ('holidays', models.CharField(blank=True, choices=[('', 'None'), ('JP', 'Those of Japan')], default='', max_length=2, verbose_name='Public holidays')),
                ('earlier_weekdays', models.JSONField(blank=True, default=list, editable=False)),
            ],
            options={
                'verbose_name': 'Company',
                'constraints': [models.CheckConstraint(condition=models.Q(('fiscal_year_start_month__range', (1, 12))), name='company_fiscal_month'), models.CheckConstraint(condition=models.Q(('due_weekday__lte', 6)), name='company_due_weekday'), models.CheckConstraint(condition=models.Q(('due_hour__lte', 23)), name='company_due_hour')],
            },
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='First day')),
                ('ends_on', models.DateField(verbose_name='Last day')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days_off', to='people.company')),
            ],
            options={
                'verbose_name': 'Days off',
                'ordering': ['starts_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='day_off_ends_later'), models.UniqueConstraint(fields=('company', 'starts_on'), name='day_off_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='E-mail address')),
                ('unclaimed_email', models.EmailField(blank=True, editable=False, max_length=254)),
                ('family_name', models.CharField(blank=True, max_length=60, verbose_name='Family name')),
                ('given_name', models.CharField(blank=True, max_length=60, verbose_name='Given name')),
                ('furigana', models.CharField(blank=True, max_length=120, verbose_name='Furigana')),
                ('job_title', models.CharField(blank=True, max_length=80, verbose_name='Job title')),
                ('role', models.CharField(choices=[('admin', 'Administrator'), ('member', 'Member'), ('viewer', 'Viewer')], default='member', max_length=10, verbose_name='Role')),
                ('language', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=5, verbose_name='Language')),
                ('time_zone', models.CharField(default='Asia/Tokyo', max_length=64, validators=[common.validators.validate_time_zone], verbose_name='Time zone')),
                ('theme', models.CharField(choices=[('auto', 'Same as the device'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5, verbose_name='Theme')),
                ('shortcuts', models.BooleanField(default=True, verbose_name='Single-key shortcuts')),
                ('is_active', models.BooleanField(default=True, editable=False)),
                ('joined_at', models.DateTimeField(editable=False, null=True)),
                ('deactivated_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('search_text', models.TextField(default='', editable=False)),
                ('sort_key', models.CharField(default='', editable=False, max_length=180)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='people.company')),
            ],
            options={
                'verbose_name': 'Member',
                'indexes': [models.Index(fields=['company', 'sort_key'], name='user_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email__isnull', True), ('email', django.db.models.functions.text.Lower('email')), _connector='OR'), name='user_email_lower'), models.CheckConstraint(condition=models.Q(('family_name', ''), ('given_name', ''), _negated=True), name='user_has_a_name'), models.UniqueConstraint(condition=models.Q(('unclaimed_email', ''), _negated=True), fields=('company', 'unclaimed_email'), name='user_unclaimed_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Department name')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='Code')),
                ('position', models.PositiveIntegerField(default=0)),
                ('cadence', models.CharField(blank=True, choices=[('weekly', 'Every week'), ('biweekly', 'Every two weeks')], max_length=10, verbose_name='Check-in cadence')),
                ('due_weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='Check-ins are due on')),
                ('due_hour', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='at hour')),
                ('search_text', models.TextField(default='', editable=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='people.company')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='managed_departments', to=settings.AUTH_USER_MODEL, verbose_name='Manager')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.department', verbose_name='Belongs to')),
                ('earlier_weekdays', models.JSONField(blank=True, default=list, editable=False)),
            ],
            options={
                'verbose_name': 'Department',
                'ordering': ['position', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='department_name_once_per_parent'), models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('company', 'name'), name='department_name_once_at_the_top'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('company', 'code'), name='department_code_once'), models.CheckConstraint(condition=models.Q(('due_weekday__isnull', True), ('due_weekday__lte', 6), _connector='OR'), name='department_due_weekday'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='department_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(default=people.models.invitation.new_nonce, max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(default=people.models.invitation.default_expiry)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.company')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('user',), name='invitation_one_open_per_person')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=40)),
                ('object_id', models.BigIntegerField()),
                ('label', models.CharField(max_length=250)),
                ('changes', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_entries', to='people.company')),
                ('search_text', models.TextField(default='')),
            ],
            options={
                'indexes': [models.Index(fields=['content_type', 'object_id', '-created_at'], name='audit_by_object'), models.Index(fields=['company', '-created_at', '-id'], name='audit_by_time'), models.Index(fields=['company', 'actor', '-created_at', '-id'], name='audit_by_actor'), models.Index(fields=['company', 'content_type', '-created_at', '-id'], name='audit_by_kind'), models.Index(fields=['company', 'action', '-created_at', '-id'], name='audit_by_action')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('scope', models.CharField(choices=[('read', 'Read'), ('write', 'Read and write')], default='read', max_length=5, verbose_name='It may')),
                ('beginning', models.CharField(editable=False, max_length=8)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(editable=False)),
                ('last_used_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API token',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='IdempotentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('claimed_at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.apitoken')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='idempotent_request_once')],
            },
        ),
        migrations.AddField(
            model_name='User',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.department', verbose_name='Department'),
        ),
        append_only("people_auditentry"),
        trigram_index("people_user"),
        trigram_index("people_auditentry"),
    ]
