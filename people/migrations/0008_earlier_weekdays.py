from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_searchable_audit")]
    operations = [
        migrations.AddField(
            model_name="company",
            name="earlier_weekdays",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="department",
            name="earlier_weekdays",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
