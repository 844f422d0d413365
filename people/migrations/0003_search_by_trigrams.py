from django.db import migrations

from common.trigram import trigram_index


class Migration(migrations.Migration):
    dependencies = [("people", "0002_audit_is_append_only")]
    operations = [trigram_index("people_user")]
