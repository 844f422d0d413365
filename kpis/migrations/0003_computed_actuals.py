from django.db import migrations

from common.append_only import while_writable
from goals.models.fields import ValueField


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_history_is_append_only")]
    operations = [
        migrations.AddField("measurement", "computed", ValueField(null=True, editable=False)),
        migrations.AlterField("measurement", "value", ValueField(null=True, verbose_name="Actual")),
        *while_writable(
            "kpis_measuremententry", migrations.AlterField("measuremententry", "value", ValueField(null=True))
        ),
    ]
