import common.fields
import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('engagement', '0004_policy_and_more_acts'),
        ('responses', '0012_every_decision_has_a_reason'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarriedRedaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(help_text='of the redaction whose hidden words are meant')),
                ('asked_at', models.DateTimeField()),
                ('reason', models.CharField(help_text="a key of the exercise's moderation policy", max_length=40)),
                ('note', models.TextField(blank=True, help_text='goes with each act, and from here once all is done')),
                ('seen', models.JSONField(help_text='[response, version] of each, as it was on the page that was confirmed')),
                ('place', models.PositiveIntegerField(default=0, help_text='how many of them have been looked at')),
                ('hidden', models.PositiveIntegerField(default=0, help_text='in how many of them the words are hidden now')),
                ('passed_over', models.JSONField(default=list, help_text='[response, why] of the others')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being done'), ('done', 'Done')], default='waiting', max_length=8)),
                ('claims', models.PositiveIntegerField(default=0, help_text='which claim of the lease this is')),
                ('lease_until', models.DateTimeField(null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carried', to='responses.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done'])), name='carriedredaction_state_known'), models.CheckConstraint(condition=models.Q(('lease_until__isnull', False), models.Q(('state', 'running'), _negated=True), _connector='OR'), name='carriedredaction_running_is_leased'), models.UniqueConstraint(condition=models.Q(('state', 'done'), _negated=True), fields=('answer',), name='carriedredaction_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Discard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', common.fields.EncryptedTextField()),
                ('at', models.DateTimeField()),
                ('taken_up_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discards', to='responses.draft')),
                ('message', models.ForeignKey(blank=True, help_text='the email that it was keyed in from, which waits again', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='discards', to='responses.message')),
                ('taken_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'what was begun by mistake',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_up_at__isnull', True)), fields=('draft',), name='discard_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('taken_up_at__isnull', True), ('taken_up_by__isnull', True)), models.Q(('taken_up_at__isnull', False), ('taken_up_by__isnull', False)), _connector='OR'), name='discard_taken_up_whole')],
            },
        ),
        migrations.CreateModel(
            name='FurtherAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='further_answer', to='responses.draft')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='further', to='responses.message')),
                ('response', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='further_answer', to='responses.response')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SubjectErasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sought_by', models.CharField(choices=[('email', 'Email address'), ('telephone', 'Telephone number'), ('name', 'Name'), ('reference', 'Reference')], max_length=9)),
                ('person', models.CharField(help_text='keyed hash of what they were looked for by', max_length=64)),
                ('roots', models.JSONField(help_text='the rows that were found, by table; what hangs on them goes with them')),
                ('asked_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('done', 'Erased'), ('refused', 'Not erased')], default='waiting', max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_because', models.TextField(blank=True, help_text='why it was refused')),
                ('counts', models.JSONField(default=dict, help_text='how many rows of which table lost something')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subject_erasures', to='engagement.exercise')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('exercise', 'person'), name='subject_erasure_waits_once'), models.CheckConstraint(condition=models.Q(('sought_by__in', ['email', 'telephone', 'name', 'reference'])), name='subject_erasure_sought_by_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'refused'])), name='subject_erasure_state_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='subject_erasure_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='subject_erasure_decided_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='subject_erasure_done_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decided_because', ''), _negated=True), _connector='OR'), name='subject_erasure_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='SubjectExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sought_by', models.CharField(choices=[('email', 'Email address'), ('telephone', 'Telephone number'), ('name', 'Name'), ('reference', 'Reference')], max_length=9)),
                ('person', models.CharField(help_text='keyed hash of what they were looked for by', max_length=64)),
                ('counts', models.JSONField(help_text='how many rows of which table were in it')),
                ('files', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subject_exports', to='engagement.exercise')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sought_by__in', ['email', 'telephone', 'name', 'reference'])), name='subject_export_sought_by_known'), models.CheckConstraint(condition=models.Q(('person', ''), _negated=True), name='subject_export_of_a_person')],
                'indexes': [models.Index(fields=['exercise', '-id'], name='subject_export_latest')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='fieldrevision',
            name='field_revision_field_known',
        ),
        migrations.RemoveConstraint(
            model_name='messageact',
            name='message_act_verb_known',
        ),
        migrations.RemoveConstraint(
            model_name='retentionreview',
            name='retention_review_once',
        ),
        migrations.AddField(
            model_name='copyrun',
            name='seen_ever',
            field=models.PositiveIntegerField(default=0, help_text='how many responses there were then, current or not'),
        ),
        migrations.AddField(
            model_name='copyrun',
            name='took',
            field=models.DurationField(default=datetime.timedelta, help_text='from its beginning to its end, when it last ran'),
        ),
        migrations.AddField(
            model_name='draft',
            name='discarded_at',
            field=models.DateTimeField(blank=True, help_text='while what staff began to key in by mistake is put aside', null=True),
        ),
        migrations.AddField(
            model_name='fieldrevision',
            name='attendance',
            field=models.ForeignKey(blank=True, help_text='which of those who attended a meeting', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='field_revisions', to='responses.meetingattendance'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='alike_too',
            field=models.BooleanField(default=False, help_text="whether a person said that rows which may be there already are other people's answers"),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='row_key',
            field=common.fields.EncryptedTextField(help_text="of an exercise's first import: digests of rows are made with it", null=True),
        ),
        migrations.AddField(
            model_name='importedrow',
            name='contents',
            field=models.CharField(blank=True, help_text='keyed digest of what its mapped columns say; empty where it was not kept yet', max_length=64),
        ),
        migrations.AddField(
            model_name='mailing',
            name='narrowed_to',
            field=models.CharField(blank=True, choices=[('', 'All who were written to and have not answered'), ('unopened', 'Only those who have never opened their link')], default='', help_text='of a reminder', max_length=12),
        ),
        migrations.AddField(
            model_name='retentionreview',
            name='void_since',
            field=models.DateTimeField(help_text='when what was looked at was given another time to go', null=True),
        ),
        migrations.AlterField(
            model_name='copy',
            name='sort',
            field=models.CharField(choices=[('exact', 'The same words'), ('varied', 'Changed in places'), ('adds', 'Adds words of its own')], max_length=8),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='why',
            field=models.CharField(blank=True, choices=[('', 'Sent'), ('answered', 'They had answered'), ('opened', 'They had opened their link'), ('stopped', 'They asked for no more emails'), ('bounced', 'An earlier email came back'), ('ended', 'No answer is expected from them any more'), ('gone', 'The address was taken off the register'), ('cancelled', 'The round was cancelled'), ('closed', 'The exercise had closed')], max_length=12),
        ),
        migrations.AlterField(
            model_name='fieldrevision',
            name='field',
            field=models.CharField(choices=[('organisation_name', 'Name of the organisation'), ('position_held', 'Role in the organisation'), ('meeting_name', 'Name of the meeting'), ('meeting_host', 'Host of the meeting'), ('meeting_place', 'Place of the meeting'), ('attended', 'Who attended')], max_length=20),
        ),
        migrations.AlterField(
            model_name='importedrow',
            name='identity',
            field=models.CharField(help_text='digest of the exercise and its number, or what it says', max_length=64),
        ),
        migrations.AlterField(
            model_name='messageact',
            name='verb',
            field=models.CharField(choices=[('set_apart', 'Set apart'), ('put_back', 'Put back'), ('try_again', 'Read again'), ('key_in', 'Keying in begun'), ('give_up', 'Keying in given up'), ('key_more', 'Keying in of a further answer begun')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='importedrow',
            index=models.Index(fields=['contents'], name='imported_row_contents'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('discarded_at__isnull', True), models.Q(('is_open', False), ('origin', 'keyed')), _connector='OR'), name='draft_discarded_is_keyed_and_closed'),
        ),
        migrations.AddConstraint(
            model_name='fieldrevision',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['organisation_name', 'position_held']), ('field__in', ['meeting_name', 'meeting_host', 'meeting_place', 'attended']), _connector='OR'), name='field_revision_field_known'),
        ),
        migrations.AddConstraint(
            model_name='fieldrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attendance__isnull', False), ('field', 'attended')), models.Q(models.Q(('field', 'attended'), _negated=True), ('attendance', None)), _connector='OR'), name='field_revision_of_one_attendance'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(('narrowed_to', ''), models.Q(('narrowed_to', 'unopened'), ('sort', 'reminder')), _connector='OR'), name='mailing_reminder_narrowed'),
        ),
        migrations.AddConstraint(
            model_name='messageact',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['set_apart', 'put_back', 'try_again', 'key_in', 'give_up', 'key_more'])), name='message_act_verb_known'),
        ),
        migrations.AddConstraint(
            model_name='retentionreview',
            constraint=models.UniqueConstraint(condition=models.Q(('void_since', None)), fields=('exercise', 'kept'), name='retention_review_stands_once'),
        ),
    ]
