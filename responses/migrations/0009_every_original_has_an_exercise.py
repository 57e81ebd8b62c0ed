import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0008_originals_of_an_exercise'),
    ]

    operations = [
        migrations.AlterField(
            model_name='original',
            name='exercise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='engagement.exercise'),
        ),
    ]
