from django.db import migrations, models

from common.text import search_key
from common.trigram import trigram_index


def fill(apps, schema_editor):
    initiatives = apps.get_model("goals", "Initiative").objects.using(schema_editor.connection.alias)
    for pk, title in initiatives.values_list("pk", "title").iterator():
        initiatives.filter(pk=pk).update(search_text=search_key(title))


class Migration(migrations.Migration):
    dependencies = [("goals", "0013_ties")]
    operations = [
        migrations.AddField("initiative", "search_text", models.TextField(default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        trigram_index("goals_initiative"),
    ]
