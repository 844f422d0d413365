"""All steps up to 0009_asking at once, for a new database: a third of the time."""

import datetime
import django.db.models.deletion
import django.utils.timezone
import notifications.models.delivery
from django.conf import settings
from django.db import migrations, models

from common.append_only import append_only


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_deliveries'), ('notifications', '0003_activities'), ('notifications', '0004_conversations'), ('notifications', '0005_paused'), ('notifications', '0006_webhooks'), ('notifications', '0007_initiative_opened'), ('notifications', '0008_handing_over'), ('notifications', '0009_asking')]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help_asked', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help_wanted', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'helper'), name='help_asked_once_per_person')],
            },
        ),
        migrations.CreateModel(
            name='RefusedAddress',
            fields=[
                ('address', models.EmailField(max_length=254, primary_key=True, serialize=False)),
                ('reply', models.CharField(max_length=250)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='MailPreference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('digest', models.BooleanField(default=True, verbose_name='Weekly digest')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0, verbose_name='Day')),
                ('at', models.TimeField(default=datetime.time(8, 30), verbose_name='Time')),
                ('reminders', models.BooleanField(default=True, verbose_name='Reminders of check-ins that are overdue')),
                ('channels', models.JSONField(default=dict)),
                ('news', models.BooleanField(default=True, verbose_name='Mail at once')),
                ('quiet_from', models.TimeField(default=datetime.time(18, 0), verbose_name='Quiet hours begin')),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0), verbose_name='Quiet hours end')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='preference_weekday')],
            },
        ),
        migrations.CreateModel(
            name='MailSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_url', models.CharField(max_length=250)),
                ('is_paused', models.BooleanField(default=False)),
                ('paused_until', models.DateTimeField(null=True)),
                ('beat_at', models.DateTimeField(null=True)),
                ('reminders_until', models.DateTimeField(null=True)),
                ('alerts_until', models.DateTimeField(null=True)),
                ('mornings_until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='mail_switch_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('digest', 'Weekly digest'), ('reminder', 'Reminder'), ('account', 'Account mail'), ('notice', 'Notice to administrators'), ('news', 'Notifications')], max_length=10)),
                ('period', models.CharField(max_length=64)),
                ('day', models.DateField(null=True)),
                ('to', models.EmailField(blank=True, max_length=254)),
                ('payload', models.JSONField(null=True)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('claimed', 'Being written'), ('handing_over', 'Being handed over'), ('ambiguous', 'Answer lost'), ('sent', 'Sent'), ('failed', 'Refused'), ('dead', 'Could not be written'), ('skipped', 'Not sent')], default='queued', max_length=12)),
                ('reason', models.CharField(blank=True, choices=[('unsubscribed', 'The person has stopped this mail'), ('nothing', 'There was nothing to say'), ('holiday', 'No working day in that week'), ('late', 'Its time had passed'), ('digest', 'The digest of that day carries it'), ('refused', 'The address refuses mail'), ('inactive', 'The person has left'), ('restored', 'The data came from a backup')], max_length=12)),
                ('reply', models.CharField(blank=True, max_length=250)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('message_id', models.CharField(default=notifications.models.delivery.new_message_id, max_length=120, unique=True)),
                ('lost_answers', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='delivery_waiting'), models.Index(condition=models.Q(('state__in', ['claimed', 'handing_over'])), fields=['lease_until'], name='delivery_held'), models.Index(condition=models.Q(('state', 'ambiguous')), fields=['due_at'], name='delivery_ambiguous'), models.Index(condition=models.Q(('payload__isnull', False)), fields=['expires_at'], name='delivery_with_text'), models.Index(fields=['company', '-created_at'], name='delivery_of_company'), models.Index(condition=models.Q(('kind', 'digest')), fields=['period', 'person'], name='delivery_digests_of_week'), models.Index(condition=models.Q(('day__isnull', False)), fields=['day'], name='delivery_of_day')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'period'), name='delivery_once'), models.UniqueConstraint(condition=models.Q(('state', 'skipped'), _negated=True), fields=('person', 'day'), name='delivery_one_mail_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'account'), models.Q(('to', ''), _negated=True)), models.Q(models.Q(('kind', 'account'), _negated=True), ('company__isnull', False), ('person__isnull', False)), _connector='OR'), name='delivery_has_a_reader'), models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state__in', ['claimed', 'handing_over'])), models.Q(models.Q(('state__in', ['claimed', 'handing_over']), _negated=True), ('claim__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='delivery_lease_while_held'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'skipped'), models.Q(('reason', ''), _negated=True)), models.Q(('state', 'skipped'), _negated=True), _connector='OR'), name='delivery_skipped_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('proposed', 'Terms are proposed to you'), ('countered', 'Other terms are suggested'), ('amended', 'A change of agreed terms is proposed'), ('agreed', 'Terms are agreed'), ('draft_proposed', 'An objective is proposed to you'), ('draft_answered', 'What you proposed is published or sent back'), ('handed_over', 'Something is handed over to you'), ('done', 'A key result is done'), ('help_asked', 'Help asked of you'), ('check_in_asked', 'A KPI asks for your check-in'), ('check_in_due', 'Check-ins of yours are due'), ('check_in_overdue', 'Check-ins of yours are overdue'), ('missed', 'Check-ins of yours were missed three times in a row'), ('kpi_due', 'Actuals of your KPIs are late'), ('initiative_opened', 'A KPI opens an initiative of yours'), ('paused', 'A key result is paused'), ('kpi_alert', 'A KPI changes its state or gives a signal'), ('off_track', 'An objective goes off track'), ('mention', 'Somebody mentions you'), ('comment', 'A comment on what is yours, what you watch or commented on'), ('cheer', 'Somebody cheers you on'), ('cycle_stage', 'A cycle reaches its next stage')], max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('data', models.JSONField(default=dict)),
                ('occasion', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'kind', '-created_at'], name='activity_of_company')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('occasion', ''), _negated=True), fields=('content_type', 'object_id', 'kind', 'occasion'), name='activity_once_per_occasion')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_app', models.BooleanField(default=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='notifications.activity')),
                ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='notifications.delivery')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('in_digest', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('in_app', True)), fields=['person', '-id'], name='notification_centre'), models.Index(condition=models.Q(('in_app', True), ('read_at', None)), fields=['person'], name='notification_unread')],
                'constraints': [models.UniqueConstraint(fields=('activity', 'person'), name='notification_once_per_person'), models.CheckConstraint(condition=models.Q(('in_app', True), ('in_digest', True), ('delivery__isnull', False), _connector='OR'), name='notification_reaches_its_person')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('is_muted', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'person'), name='watch_once_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Cheer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cheers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'person'), name='cheer_once_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('text', models.TextField(max_length=4000, verbose_name='Comment')),
                ('request_key', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'Comment',
                'indexes': [models.Index(fields=['content_type', 'object_id', 'id'], name='comment_of_target')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('request_key__isnull', False)), fields=('author', 'request_key'), name='comment_request_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something')],
            },
        ),
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000)),
                ('written_at', models.DateTimeField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='notifications.comment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('url', models.CharField(max_length=2000, verbose_name='Webhook URL')),
                ('format', models.CharField(choices=[('slack', 'Slack or compatible'), ('teams', 'Microsoft Teams (Workflows)')], default='slack', max_length=5, verbose_name='Chat')),
                ('language', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=5, verbose_name='Language')),
                ('kinds', models.JSONField(default=list)),
                ('pause', models.CharField(blank=True, choices=[('asked', 'Asked'), ('gone', 'Gone')], max_length=5)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, choices=[('not_allowed', 'Nothing may be sent to this address: it leads to no public server.'), ('untrusted', 'The server cannot prove who it is: its certificate is not valid.'), ('unreachable', 'The server did not answer in time.'), ('elsewhere', 'The address leads on to another one, which is not followed.'), ('busy', 'The chat asks for a pause.'), ('trouble', 'The chat has a problem of its own.'), ('gone', 'The chat no longer knows this address.'), ('refused', 'The chat refuses the message.')], max_length=11)),
                ('answered', models.PositiveSmallIntegerField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='people.company')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='people.department', verbose_name='Department')),
            ],
            options={
                'verbose_name': 'Chat webhook',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['company'], name='webhook_of_company')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), models.Q(('url', ''), _negated=True)), models.Q(('claim', None), ('department', None), ('removed_at__isnull', False), ('url', '')), _connector='OR'), name='webhook_removed_keeps_no_secret'), models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('lease_until', None)), models.Q(('claim__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='webhook_lease_while_held')],
            },
        ),
        migrations.CreateModel(
            name='WebhookPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('skipped', 'Skipped'), ('failed', 'Failed')], default='waiting', max_length=7)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notifications.activity')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='notifications.webhook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['webhook', 'id'], name='webhook_post_waiting')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'activity'), name='webhook_post_once')],
            },
        ),
        append_only("notifications_commentversion"),
    ]
