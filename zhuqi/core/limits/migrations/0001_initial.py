from django.db import migrations, models


def unlogged(apps, schema_editor):
    """PostgreSQL: counts needn't reach the disk, and may be gone after a crash."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE limits_tally SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "who",
                    models.CharField(
                        help_text="a keyed digest of door and account or address",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("began", models.BigIntegerField(help_text="seconds since 1970 by the wall's clock")),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.RunPython(unlogged, migrations.RunPython.noop, elidable=False),
    ]
