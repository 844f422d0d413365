from django.db import migrations, models

import goals.models.fields
from common.append_only import while_writable


class Migration(migrations.Migration):
    dependencies = [("goals", "0005_check_ins_by_author")]
    operations = [
        migrations.AddField("keyresult", "is_automatic", models.BooleanField(default=False, editable=False)),
        migrations.AddConstraint(
            "keyresult",
            models.CheckConstraint(
                condition=~models.Q(kind="milestones", is_automatic=True), name="key_result_milestones_are_ticked"
            ),
        ),
        *while_writable(
            "goals_checkin",
            migrations.AlterField(
                "checkin",
                "value",
                goals.models.fields.ValueField(
                    decimal_places=6, max_digits=21, null=True, verbose_name="Value"
                ),
            ),
        ),
    ]
