from django.db import migrations
from django.db.models import F


def every_one_spoke(apps, schema_editor):
    """Before there were voices, whoever stood in the figures spoke for themselves."""
    apps.get_model("analysis", "SnapshotMember").objects.update(speaks=F("counted"))


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0003_voices_campaigns_and_tombstones'),
    ]

    operations = [
        migrations.RunPython(every_one_spoke, migrations.RunPython.noop),
    ]
