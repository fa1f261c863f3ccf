from django.db import migrations

POSTGRESQL = (
    """
    CREATE INDEX search_found_by_token_of_many ON search_found USING gin (tokens) WITH (fastupdate = off)
    WHERE "row" % 8 = 0
    """,
)


def middle_index(apps, schema_editor):
    """One over a row of eight, between the small and the large one (PostgreSQL)."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_sample")]

    operations = [migrations.RunPython(middle_index, migrations.RunPython.noop, elidable=False)]
