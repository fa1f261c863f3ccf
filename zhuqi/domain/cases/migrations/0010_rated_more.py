import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_weight"),
    ]

    operations = [
        migrations.CreateModel(
            name="RatedMore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="what is rated, as the edition calls it", max_length=20)),
                ("stars", models.PositiveIntegerField()),
                ("salt", models.CharField(max_length=32)),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="more", to="cases.rating"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rating", "name"), name="each_rated_once"),
                    models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="stars_1_to_5"),
                ],
            },
        ),
    ]
