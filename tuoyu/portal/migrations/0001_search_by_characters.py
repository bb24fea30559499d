"""Two Chinese characters are too short for trigrams, and the commonest thing people type."""

from django.db import migrations

# The index is whole, though only open rows are searched: the planner reads no statistics of
# an expression from a partial index, and would not know a common character from a rare one.
INDEX = """
CREATE INDEX profile_characters ON institutions_profile
  USING gin (string_to_array(searchable, NULL));
"""


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_register")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX profile_characters;")]
