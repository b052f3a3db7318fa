from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="serialcounter", name="series", field=models.CharField(max_length=700)),
    ]
