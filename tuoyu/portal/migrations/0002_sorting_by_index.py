"""By price and by distance from an index: to sort a whole large city takes half a second."""

from django.db import migrations

# Distances on Mercator's map, which keeps what is near near at every latitude, unlike degrees.
# Ledgers know no coordinates, so an import does not write to the first index.
INDEXES = """
CREATE INDEX site_spot ON institutions_site USING gist (
  point(longitude::float8, degrees(asinh(tan(radians(latitude::float8))))))
  WHERE longitude IS NOT NULL AND latitude IS NOT NULL;
CREATE INDEX offering_price ON institutions_offering (kind, price_fen, institution_id)
  WHERE per = 'month' AND price_fen IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0001_register"),
        ("portal", "0001_search_by_characters"),
    ]

    operations = [migrations.RunSQL(INDEXES, "DROP INDEX site_spot; DROP INDEX offering_price;")]
