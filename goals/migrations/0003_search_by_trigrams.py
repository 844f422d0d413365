from django.db import migrations

from common.trigram import trigram_index


class Migration(migrations.Migration):
    dependencies = [("goals", "0002_check_ins_are_append_only")]
    operations = [trigram_index("goals_objective"), trigram_index("goals_keyresult")]
