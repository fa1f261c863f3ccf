from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_asker")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="outcome",
            field=models.CharField(help_text="what the answer says that is to be signed", max_length=12, null=True),
        ),
    ]
