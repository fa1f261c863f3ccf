from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_joining"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="heirs",
            field=models.TextField(
                help_text="units of it that ended, each with who stands in its place: 12>45 7>45", null=True
            ),
        ),
    ]
