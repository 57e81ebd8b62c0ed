from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0011_what_was_known_before'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='meeting',
            name='attended',
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('verb__in', ['accept', 'hold', 'propose_leaving_out', 'leave_out', 'redact', 'return', 'unredact', 'answer_appeal']), _negated=True), name='act_decision_has_reason'),
        ),
    ]
