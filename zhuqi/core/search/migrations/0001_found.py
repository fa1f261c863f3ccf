from django.db import migrations, models

import zhuqi.core.search.models

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_token USING fts5(
        tokens, content='search_found', content_rowid='id', detail=none, columnsize=0, tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER search_found_in AFTER INSERT ON search_found BEGIN
        INSERT INTO search_token(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER search_found_out AFTER DELETE ON search_found BEGIN
        INSERT INTO search_token(search_token, rowid, tokens) VALUES ('delete', old.id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER search_found_anew AFTER UPDATE ON search_found BEGIN
        INSERT INTO search_token(search_token, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO search_token(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
)
POSTGRESQL = ("CREATE INDEX search_found_by_token ON search_found USING gin (tokens) WITH (fastupdate = off)",)


def turned_over(apps, schema_editor):
    """From a token to the rows that have it: each engine's own way."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="which register it is in: case, enterprise ...", max_length=20)),
                ("row", models.BigIntegerField()),
                ("tokens", zhuqi.core.search.models.Tokens()),
            ],
        ),
        migrations.AddConstraint(
            model_name="found",
            constraint=models.UniqueConstraint(fields=("kind", "row"), name="one_entry_of_the_index_a_thing"),
        ),
        migrations.RunPython(turned_over, migrations.RunPython.noop, elidable=False),
    ]
