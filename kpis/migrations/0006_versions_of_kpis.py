from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Replace

TEXTS = ["definition", "why", "if_bad"]


def end_lines_alike(apps, _schema_editor):
    """Browsers send CRLF; forms keep LF from now on, and must not find a difference in what is stored."""
    kpis = apps.get_model("kpis", "Kpi").objects
    kpis.update(**{name: Replace(F(name), Value("\r\n"), Value("\n")) for name in TEXTS})


class Migration(migrations.Migration):
    dependencies = [("kpis", "0005_alerts")]
    operations = [
        migrations.AddField("kpi", "version", models.PositiveIntegerField(default=0, editable=False)),
        migrations.RunPython(end_lines_alike, migrations.RunPython.noop),
    ]
