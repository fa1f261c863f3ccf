import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_raised"),
        ("directory", "0002_enterprises_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="stake",
            field=models.PositiveBigIntegerField(help_text="what is at stake, in yuan", null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="firms",
            field=models.PositiveIntegerField(help_text="how many enterprises it concerns", null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="signed",
            field=models.BooleanField(help_text="whether there is a signed request", null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="instructed_on",
            field=models.DateField(help_text="when a leader instructed it last", null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="provisional",
            field=models.CharField(help_text="who must still confirm its class", max_length=12, null=True),
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("force", models.PositiveIntegerField(help_text="which task force of the case, counted from 1")),
                ("leads", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "n"), name="one_member_a_number")],
            },
        ),
    ]
