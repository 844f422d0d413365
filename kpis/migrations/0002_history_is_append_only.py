from django.db import migrations

from common.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("kpis", "0001_initial")]
    operations = [append_only("kpis_measuremententry"), append_only("kpis_definitionversion")]
