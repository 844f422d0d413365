"""All steps up to 0012_used_links at once, for a new database: a third of the time."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import goals.models.fields
from django.conf import settings
from django.db import migrations, models

from common.append_only import append_only
from common.trigram import trigram_index


class Migration(migrations.Migration):

    replaces = [('goals', '0001_initial'), ('goals', '0002_check_ins_are_append_only'), ('goals', '0003_search_by_trigrams'), ('goals', '0004_objective_is_sent_once'), ('goals', '0005_check_ins_by_author'), ('goals', '0006_automatic_key_results'), ('goals', '0007_agreements'), ('goals', '0008_initiatives'), ('goals', '0009_pausing'), ('goals', '0010_initiatives_end'), ('goals', '0011_handing_over'), ('goals', '0012_used_links')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarter', 'Quarter'), ('half', 'Half-year'), ('year', 'Year'), ('custom', 'Custom dates')], default='quarter', max_length=10, verbose_name='Kind')),
                ('own_name', models.CharField(blank=True, max_length=80, verbose_name='Name')),
                ('starts_on', models.DateField(verbose_name='First day')),
                ('ends_on', models.DateField(verbose_name='Last day')),
                ('stage', models.CharField(choices=[('planning', 'Planning'), ('running', 'Running'), ('review', 'In review'), ('closed', 'Closed')], default='planning', max_length=10, verbose_name='Stage')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='people.company')),
            ],
            options={
                'verbose_name': 'Cycle',
                'ordering': ['-starts_on', 'ends_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='cycle_ends_after_it_starts'), models.UniqueConstraint(fields=('company', 'kind', 'starts_on', 'ends_on'), name='cycle_once_per_company'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'custom'), _negated=True), models.Q(('own_name', ''), _negated=True), _connector='OR'), name='cycle_custom_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('company', 'Company'), ('department', 'Department'), ('individual', 'Individual')], max_length=10, verbose_name='Level')),
                ('title', models.CharField(max_length=200, verbose_name='Objective')),
                ('why', models.TextField(max_length=2000, verbose_name='Why')),
                ('ambition', models.CharField(choices=[('committed', 'Committed'), ('stretch', 'Stretch')], default='committed', max_length=10, verbose_name='Ambition')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('active', 'Active'), ('archived', 'Archived')], default='draft', max_length=10)),
                ('visibility', models.CharField(choices=[('company', 'Everyone in the company'), ('restricted', 'Only the people concerned')], default='company', max_length=10, verbose_name='Who can read it')),
                ('alignment', models.CharField(choices=[('supports', 'Supports'), ('contributes', 'Contributes')], default='supports', max_length=11, verbose_name='How it is aligned')),
                ('alignment_weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='Weight in the parent')),
                ('contribution', models.TextField(blank=True, max_length=500, verbose_name='What it contributes')),
                ('progress', goals.models.fields.ProgressField(decimal_places=4, editable=False, max_digits=12, null=True)),
                ('status', models.CharField(choices=[('none', 'No word yet'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('done', 'Done'), ('dropped', 'Dropped')], default='none', editable=False, max_length=10)),
                ('stated_status', models.CharField(blank=True, choices=[('none', 'No word yet'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('done', 'Done'), ('dropped', 'Dropped')], editable=False, max_length=10)),
                ('stated_reason', models.TextField(blank=True, editable=False, max_length=500)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('archived_at', models.DateTimeField(editable=False, null=True)),
                ('search_text', models.TextField(default='', editable=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='people.company')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='goals.cycle', verbose_name='Cycle')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='people.department', verbose_name='Department')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='goals.objective', verbose_name='Aligned to')),
                ('request_key', models.UUIDField(editable=False, null=True)),
                ('proposed_at', models.DateTimeField(editable=False, null=True)),
                ('proposed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_back_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'Objective',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['cycle', 'level', 'department'], name='objective_by_place'), models.Index(fields=['company', 'cycle', 'state'], name='objective_by_cycle')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('level', 'department')), models.Q(models.Q(('level', 'department'), _negated=True), ('department__isnull', True)), _connector='OR'), name='objective_department_fits_level'), models.CheckConstraint(condition=models.Q(('alignment_weight__range', (1, 100))), name='objective_link_weight'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='objective_not_its_own_parent'), models.CheckConstraint(condition=models.Q(('alignment', 'contributes'), ('parent__isnull', False), ('visibility', 'restricted'), _negated=True), name='objective_restricted_only_supports'), models.UniqueConstraint(condition=models.Q(('request_key__isnull', False)), fields=('created_by', 'request_key'), name='objective_request_once'), models.CheckConstraint(condition=models.Q(models.Q(('proposed_at', None), ('proposed_by', None), ('sent_back_at', None)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='objective_proposed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='KeyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ownership', models.CharField(choices=[('contributor', 'Does the work'), ('manager', 'Leads several people'), ('team', 'Speaks for a team')], default='contributor', max_length=11, verbose_name='The owner')),
                ('title', models.CharField(max_length=200, verbose_name='Key result')),
                ('kind', models.CharField(choices=[('reach', 'Reach a value'), ('keep_at_least', 'Keep at or above a value'), ('keep_at_most', 'Keep at or below a value'), ('keep_within', 'Keep within a range'), ('milestones', 'Complete milestones'), ('initiatives', 'Complete initiatives')], default='reach', max_length=13, verbose_name='How it is measured')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='Unit')),
                ('start', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Start')),
                ('target', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Target')),
                ('low', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Lower bound')),
                ('high', goals.models.fields.ValueField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='Upper bound')),
                ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='Weight')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('due_on', models.DateField(verbose_name='Due')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('current', goals.models.fields.ValueField(decimal_places=6, editable=False, max_digits=21, null=True)),
                ('progress', goals.models.fields.ProgressField(decimal_places=4, default=0, editable=False, max_digits=12)),
                ('status', models.CharField(choices=[('none', 'No word yet'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('done', 'Done'), ('dropped', 'Dropped')], default='none', editable=False, max_length=10)),
                ('closing_reason', models.TextField(blank=True, editable=False, max_length=500)),
                ('last_check_in_at', models.DateTimeField(editable=False, null=True)),
                ('last_period', models.DateField(editable=False, null=True)),
                ('last_note', models.CharField(blank=True, editable=False, max_length=200)),
                ('last_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('trend', models.JSONField(default=list, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('search_text', models.TextField(default='', editable=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='people.company')),
                ('contributors', models.ManyToManyField(blank=True, related_name='contributions', to=settings.AUTH_USER_MODEL, verbose_name='Contributors')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='goals.objective')),
                ('is_automatic', models.BooleanField(default=False, editable=False)),
                ('proposed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pause_reason', models.TextField(blank=True, editable=False, max_length=500, verbose_name='Why it is paused')),
                ('paused_on', models.DateField(editable=False, null=True, verbose_name='Paused on')),
                ('resumes_on', models.DateField(editable=False, null=True, verbose_name='Goes on from')),
            ],
            options={
                'verbose_name': 'Key result',
                'ordering': ['objective', 'position', 'pk'],
                'indexes': [models.Index(fields=['owner', 'status'], name='key_result_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on'))), name='key_result_due_after_start'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='key_result_weight'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reach'), _negated=True), models.Q(('start__isnull', False), ('target__isnull', False), models.Q(('start', models.F('target')), _negated=True)), _connector='OR'), name='key_result_reach_has_a_way'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['keep_at_least', 'keep_at_most']), _negated=True), ('target__isnull', False), _connector='OR'), name='key_result_keep_has_a_bound'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'keep_within'), _negated=True), models.Q(('high__isnull', False), ('low__isnull', False), ('low__lte', models.F('high'))), _connector='OR'), name='key_result_range_is_ordered'), models.CheckConstraint(condition=models.Q(('is_automatic', True), ('kind', 'milestones'), _negated=True), name='key_result_milestones_are_ticked'), models.CheckConstraint(condition=models.Q(('is_automatic', True), ('kind', 'initiatives'), _negated=True), name='key_result_items_are_ticked'), models.CheckConstraint(condition=models.Q(models.Q(('pause_reason', ''), ('paused_on', None), ('resumes_on', None)), models.Q(models.Q(('resumes_on', None), ('resumes_on__gte', models.F('paused_on')), _connector='OR'), models.Q(('pause_reason', ''), _negated=True), ('paused_on__isnull', False)), _connector='OR'), name='key_result_paused_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('period', models.DateField()),
                ('on_behalf', models.BooleanField(default=False)),
                ('value', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Value')),
                ('done_milestones', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track')], max_length=10, verbose_name='Status')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='Note')),
                ('request_key', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='people.company')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='goals.checkin')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='goals.keyresult')),
            ],
            options={
                'verbose_name': 'Check-in',
                'indexes': [models.Index(fields=['company', '-created_at'], name='check_in_by_time'), models.Index(fields=['author', '-created_at'], name='check_in_by_author')],
                'constraints': [models.UniqueConstraint(fields=('key_result', 'seq'), name='check_in_seq_once'), models.UniqueConstraint(condition=models.Q(('request_key__isnull', False)), fields=('key_result', 'author', 'request_key'), name='check_in_request_once'), models.CheckConstraint(condition=models.Q(('status__in', ['on_track', 'at_risk', 'off_track'])), name='check_in_status_is_a_word')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Milestone')),
                ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='Weight')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='goals.keyresult')),
            ],
            options={
                'verbose_name': 'Milestone',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='milestone_weight')],
            },
        ),
        migrations.CreateModel(
            name='ProgressPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('progress', goals.models.fields.ProgressField(decimal_places=4, max_digits=12, null=True)),
                ('status', models.CharField(choices=[('none', 'No word yet'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('done', 'Done'), ('dropped', 'Dropped')], max_length=10)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('key_result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='points', to='goals.keyresult')),
                ('objective', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='points', to='goals.objective')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('objective', 'on'), name='point_objective_day'), models.UniqueConstraint(fields=('key_result', 'on'), name='point_key_result_day'), models.CheckConstraint(condition=models.Q(models.Q(('key_result__isnull', False), ('objective__isnull', True)), models.Q(('key_result__isnull', True), ('objective__isnull', False)), _connector='OR'), name='point_of_exactly_one')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('proposed', 'Proposal'), ('countered', 'Counter-proposal'), ('changed', 'Change proposed'), ('handed', 'Hand-over proposed'), ('withdrawn', 'Change withdrawn')], max_length=9)),
                ('kind', models.CharField(choices=[('reach', 'Reach a value'), ('keep_at_least', 'Keep at or above a value'), ('keep_at_most', 'Keep at or below a value'), ('keep_within', 'Keep within a range'), ('milestones', 'Complete milestones'), ('initiatives', 'Complete initiatives')], max_length=13, verbose_name='How it is measured')),
                ('start', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Start')),
                ('target', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Target')),
                ('low', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Lower bound')),
                ('high', goals.models.fields.ValueField(decimal_places=6, max_digits=21, null=True, verbose_name='Upper bound')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('due_on', models.DateField(verbose_name='Due')),
                ('support', models.TextField(blank=True, max_length=1000, verbose_name='Support needed')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='Reason')),
                ('is_late', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='goals.keyresult')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='What the successor should know')),
            ],
            options={
                'ordering': ['key_result', 'number'],
                'constraints': [models.UniqueConstraint(fields=('key_result', 'number'), name='proposal_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'countered'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='proposal_counter_has_a_reason'), models.CheckConstraint(condition=models.Q(('act', 'handed'), ('note', ''), _connector='OR'), name='proposal_note_is_for_a_successor')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Accountable manager')], max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='goals.proposal')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'party'), name='consent_once_a_party')],
            },
        ),
        migrations.CreateModel(
            name='UsedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(max_length=10)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goals.keyresult')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'key_result', 'occasion'), name='link_used_once_an_occasion')],
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Initiative')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='Description')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('due_on', models.DateField(verbose_name='Due')),
                ('priority', models.CharField(choices=[('high', 'High'), ('normal', 'Normal'), ('low', 'Low')], default='normal', max_length=6, verbose_name='Priority')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('doing', 'In progress'), ('done', 'Done'), ('dropped', 'Dropped')], default='planned', editable=False, max_length=7, verbose_name='State')),
                ('closing_reason', models.TextField(blank=True, editable=False, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='people.company')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('ended_on', models.DateField(editable=False, null=True, verbose_name='Ended on')),
            ],
            options={
                'verbose_name': 'Initiative',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['company', 'state', 'due_on'], name='initiative_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on'))), name='initiative_due_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('closing_reason', ''), _negated=True), _connector='OR'), name='initiative_dropped_for_a_reason'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('state__in', ['done', 'dropped']), _connector='OR'), name='initiative_ended_is_over')],
            },
        ),
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='Action')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='Due')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='action_items', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='goals.initiative')),
            ],
            options={
                'verbose_name': 'Action item',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='action_item_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='goals.initiative')),
                ('needed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds_up', to='goals.initiative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'needed'), name='initiative_waits_once'), models.CheckConstraint(condition=models.Q(('initiative', models.F('needed')), _negated=True), name='initiative_not_for_itself')],
            },
        ),
        migrations.CreateModel(
            name='ServedKeyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served', to='goals.initiative')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='goals.keyresult')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'key_result'), name='key_result_served_once')],
            },
        ),
        migrations.AddField(
            model_name='KeyResult',
            name='agreed',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goals.proposal'),
        ),
        migrations.AddField(
            model_name='KeyResult',
            name='on_table',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goals.proposal'),
        ),
        migrations.AddField(
            model_name='Initiative',
            name='needs',
            field=models.ManyToManyField(related_name='needed_by', through='goals.Dependency', to='goals.initiative', verbose_name='Waits for'),
        ),
        migrations.AddField(
            model_name='Initiative',
            name='key_results',
            field=models.ManyToManyField(related_name='initiatives', through='goals.ServedKeyResult', to='goals.keyresult', verbose_name='Key results it serves'),
        ),
        trigram_index("goals_objective"),
        trigram_index("goals_keyresult"),
        append_only("goals_checkin"),
        append_only("goals_proposal"),
        append_only("goals_consent"),
        append_only("goals_usedlink"),
    ]
