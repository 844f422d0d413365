from django.db import migrations, models

from common.append_only import while_writable
from common.text import search_key
from common.trigram import trigram_index

BATCH = 2000


def fill_search_text(apps, schema_editor):
    model = apps.get_model("people", "AuditEntry")
    batch = []
    for entry in model.objects.only("pk", "label").iterator(chunk_size=BATCH):
        entry.search_text = search_key(entry.label)
        batch.append(entry)
        if len(batch) == BATCH:
            model.objects.bulk_update(batch, ["search_text"], batch_size=200)
            batch = []
    model.objects.bulk_update(batch, ["search_text"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_api_tokens")]
    operations = [
        *while_writable(
            "people_auditentry",
            migrations.RemoveIndex(model_name="auditentry", name="audit_by_time"),
            migrations.AddField(
                model_name="auditentry", name="search_text", field=models.TextField(default="")
            ),
            migrations.RunPython(fill_search_text, migrations.RunPython.noop),
            *(
                migrations.AddIndex(
                    model_name="auditentry",
                    index=models.Index(fields=[*fields, "-created_at", "-id"], name=name),
                )
                for name, fields in [
                    ("audit_by_time", ["company"]),
                    ("audit_by_actor", ["company", "actor"]),
                    ("audit_by_kind", ["company", "content_type"]),
                    ("audit_by_action", ["company", "action"]),
                ]
            ),
        ),
        trigram_index("people_auditentry"),
    ]
