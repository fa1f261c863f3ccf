from django.db import migrations

POSTGRESQL = (
    """
    CREATE INDEX search_found_by_token_of_some ON search_found USING gin (tokens) WITH (fastupdate = off)
    WHERE "row" % 64 = 0
    """,
)


def small_index(apps, schema_editor):
    """A small index over one row of sixty-four. SQLite needs none: its lists are read from the front."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_found")]

    operations = [migrations.RunPython(small_index, migrations.RunPython.noop, elidable=False)]
