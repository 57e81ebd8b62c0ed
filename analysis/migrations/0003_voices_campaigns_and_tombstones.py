import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0002_telephone_and_rejudging'),
        ('engagement', '0004_policy_and_more_acts'),
        ('responses', '0010_every_voice_in_one_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='RepeatedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responses.answer')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repeated', to='analysis.snapshot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'answer'), name='repeated_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='SnapshotCampaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.PositiveBigIntegerField(help_text='the group of copies; a campaign may have several')),
                ('campaign', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('submissions', models.PositiveIntegerField(help_text='current responses with a confirmed copy')),
                ('adding', models.PositiveIntegerField(help_text='of them with words of their own beside the template')),
                ('channels', models.JSONField(help_text='submissions by channel')),
                ('texts', models.PositiveIntegerField(help_text='copies in the figures')),
                ('texts_adding', models.PositiveIntegerField(help_text='of them with words of their own')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='campaigns', to='analysis.snapshot')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='responses.answer')),
            ],
            options={
                'ordering': ['snapshot', 'campaign', 'group'],
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'group'), name='snapshot_campaign_once')],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('causes', models.JSONField(help_text='withdrawn, erased, hidden, consent or time')),
                ('files', models.JSONField(help_text='format, size and SHA-256 of each file that had been handed out')),
                ('emptied_at', models.DateTimeField(help_text='when files and words were deleted; later under a hold', null=True)),
                ('replaced_by', models.OneToOneField(help_text='what was asked for instead', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='analysis.report')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tombstone', to='analysis.report')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('emptied_at__isnull', True)), fields=['id'], name='tombstone_not_emptied')],
            },
        ),
        migrations.AddField(
            model_name='snapshotmember',
            name='campaign',
            field=models.PositiveBigIntegerField(help_text='the named campaign that it is a confirmed copy of', null=True),
        ),
        migrations.AddField(
            model_name='snapshotmember',
            name='speaks',
            field=models.BooleanField(default=False, help_text='in the figures, and not an earlier response of a voice that has a later one'),
        ),
        migrations.AddField(
            model_name='snapshotmember',
            name='voice',
            field=models.PositiveBigIntegerField(help_text='what it has in common with other responses that a person found to be of one voice', null=True),
        ),
        migrations.AddConstraint(
            model_name='snapshotmember',
            constraint=models.CheckConstraint(condition=models.Q(('speaks', False), ('counted', True), _connector='OR'), name='member_speaks_in_figures'),
        ),
    ]
