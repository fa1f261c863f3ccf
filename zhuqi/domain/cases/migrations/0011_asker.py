import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_rated_more"),
        ("directory", "0002_enterprises_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="staff",
            field=models.ForeignKey(
                help_text="who asked, where the head of the same unit grants it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.staff",
            ),
        ),
    ]
