"""At most one main posting per person at any instant, held by PostgreSQL itself; SQLite relies on the service's lock."""

from django.db import migrations

ADD = """
create extension if not exists btree_gist;
alter table organization_job_assignment add constraint organization_job_assignment_one_main
    exclude using gist (staff_id with =, daterange(valid_from, valid_to) with &&)
    where (kind = 'main' and voided_at is null);
"""
DROP = "alter table organization_job_assignment drop constraint organization_job_assignment_one_main;"


def on_postgresql(sql):
    """Return a migration step that runs `sql` on PostgreSQL alone."""

    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]

    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP), elidable=False)]
