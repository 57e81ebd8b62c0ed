from django.db import migrations


def carry_over(apps, schema_editor):
    """Keep in the new places what stood in the old ones."""
    Meeting = apps.get_model("responses", "Meeting")
    Attendance = apps.get_model("responses", "MeetingAttendance")
    for meeting in Meeting.objects.exclude(attended="").iterator():
        Attendance.objects.get_or_create(meeting=meeting, organisation=meeting.attended)
    # Taking a decision back needed a note until now, and no reason; the note stays.
    Act = apps.get_model("responses", "Act")
    Act.objects.filter(reason="", verb__in=["return", "unredact"]).update(reason="mistake")
    Act.objects.filter(reason="", verb="accept").update(reason="ordinary")


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0010_every_voice_in_one_ledger'),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
