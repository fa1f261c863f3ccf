from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_endings"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="raised",
            field=models.PositiveIntegerField(
                help_text="which triggers say that it must go up, one bit each", null=True
            ),
        ),
    ]
