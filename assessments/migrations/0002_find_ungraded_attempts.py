"""The sweeper finds sealed attempts without marks by an index of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                fields=["sealed_at"],
                condition=models.Q(fraction__isnull=True, state="sealed"),
                name="assessments_attempt_ungraded",
            ),
        ),
    ]
