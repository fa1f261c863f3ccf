from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_callers"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="joined",
            field=models.CharField(help_text="the mark of cases that are handled together", max_length=16, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("joined__isnull", False)), fields=["joined"], name="cases_joined"),
        ),
    ]
