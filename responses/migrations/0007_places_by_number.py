"""A place of a drawn footprint is its number, so that an area cannot be in a place of another footprint."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def number(apps, schema_editor):
    places = apps.get_model("responses", "AlternativePlace").objects
    own = places.filter(alternative=OuterRef("pk")).order_by("-position")
    apps.get_model("responses", "Alternative").objects.update(places=Subquery(own.values("position")[:1]))
    whose = places.filter(pk=OuterRef("row_id"))
    apps.get_model("responses", "AlternativeArea").objects.update(place=Subquery(whose.values("position")[:1]))
    schema_editor.connection.check_constraints()  # PostgreSQL changes no table with references yet to be checked


def make_rows(apps, schema_editor):
    places = apps.get_model("responses", "AlternativePlace")
    numbers = apps.get_model("responses", "Alternative").objects.values_list("pk", "places")
    places.objects.bulk_create(
        (places(alternative_id=pk, position=position) for pk, last in numbers for position in range(1, last + 1)),
        batch_size=400,
    )
    own = places.objects.filter(alternative=OuterRef("alternative"), position=OuterRef("place"))
    apps.get_model("responses", "AlternativeArea").objects.update(row=Subquery(own.values("pk")[:1]))
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0006_drawn_footprints"),
    ]

    operations = [
        migrations.RenameField(model_name="alternativearea", old_name="place", new_name="row"),
        migrations.AlterField(
            model_name="alternativearea",
            name="row",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="areas",
                to="responses.alternativeplace",
            ),
        ),
        migrations.AddField(
            model_name="alternativearea", name="place", field=models.PositiveSmallIntegerField(null=True)
        ),
        migrations.AddField(model_name="alternative", name="places", field=models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(number, make_rows),
        migrations.RemoveField(model_name="alternativearea", name="row"),
        migrations.DeleteModel(name="AlternativePlace"),
        migrations.AlterField(model_name="alternativearea", name="place", field=models.PositiveSmallIntegerField()),
        migrations.AlterField(
            model_name="alternative",
            name="places",
            field=models.PositiveSmallIntegerField(help_text="how many places it has"),
        ),
        migrations.AddConstraint(
            model_name="alternative",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1), ("places__lte", 10)), name="alternative_has_1_to_10_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="alternativearea",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__gte", 1), ("place__lte", 10)), name="alternative_place_from_1_to_10"
            ),
        ),
    ]
