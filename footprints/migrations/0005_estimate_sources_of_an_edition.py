"""Sources of estimates hang on the edition; until now those of the edition loaded last stood for all of an exercise."""

import django.db.models.deletion
from django.db import migrations, models


def give_each_edition_its_own(apps, schema_editor):
    """Every edition showed what was loaded last, so that every edition gets a copy of it."""
    editions = apps.get_model("engagement", "Edition").objects
    sizes = apps.get_model("footprints", "EstimateSize").objects
    for source in apps.get_model("footprints", "EstimateSource").objects.all():
        counted = [(size.people, list(size.areas.all())) for size in sizes.filter(source=source).order_by("pk")]
        first, *others = editions.filter(exercise=source.exercise_id).order_by("number")
        source.edition = first
        source.save()
        for edition in others:
            source.pk, source.edition = None, edition
            source.save()
            for people, areas in counted:
                sizes.create(source=source, people=people).areas.set(areas)
    _settle(schema_editor)


def keep_those_loaded_last(apps, schema_editor):
    sources = apps.get_model("footprints", "EstimateSource").objects
    for exercise in apps.get_model("engagement", "Exercise").objects.all():
        own = sources.filter(edition__exercise=exercise)
        newest = exercise.editions.order_by("number").last()
        own.exclude(edition=newest).delete()
        own.update(exercise=exercise)
    _settle(schema_editor)


def _settle(schema_editor):
    """Check references now: PostgreSQL changes no table that has some yet to be checked."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0003_factor_evidence"),
        ("footprints", "0004_networks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="estimatesize",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sizes", to="footprints.estimatesource"
            ),
        ),
        migrations.RemoveConstraint(model_name="estimatesource", name="estimate_source_once"),
        migrations.AlterField(
            model_name="estimatesource",
            name="exercise",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="estimate_sources",
                to="engagement.exercise",
            ),
        ),
        migrations.AddField(
            model_name="estimatesource",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="estimate_sources",
                to="engagement.edition",
            ),
        ),
        migrations.RunPython(give_each_edition_its_own, keep_those_loaded_last),
        migrations.RemoveField(model_name="estimatesource", name="exercise"),
        migrations.AlterField(
            model_name="estimatesource",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="estimate_sources",
                to="engagement.edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimatesource",
            constraint=models.UniqueConstraint(fields=("edition", "key"), name="estimate_source_once"),
        ),
        migrations.AddConstraint(
            model_name="estimatesource",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="estimate_source_position_once"),
        ),
    ]
