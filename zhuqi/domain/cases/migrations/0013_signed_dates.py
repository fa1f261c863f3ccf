import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_signing"),
        ("directory", "0002_enterprises_by_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="request",
            name="staff",
            field=models.ForeignKey(
                help_text="who asked, where the head of the unit or a leader grants it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.staff",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="ruled_by",
            field=models.ForeignKey(
                help_text="who signed the answer",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.staff",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="next_on",
            field=models.DateField(help_text="the next date that the answer names", null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="recheck_on",
            field=models.DateField(help_text="when it is looked at again, as the answer says", null=True),
        ),
    ]
