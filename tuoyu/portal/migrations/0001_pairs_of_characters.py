"""Two Chinese characters are too short for trigrams, and the commonest thing people type."""

from django.db import migrations

PAIRS = """
CREATE FUNCTION portal_pairs(t text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  chars text[] := string_to_array(t, NULL);
  made text[] := '{}';
BEGIN
  FOR n IN 1 .. coalesce(array_length(chars, 1), 0) - 1 LOOP
    IF chars[n] > '~' AND chars[n + 1] > '~' THEN
      made := made || (chars[n] || chars[n + 1]);
    END IF;
  END LOOP;
  RETURN made;
END $$;
COMMENT ON FUNCTION portal_pairs(text) IS '检索文本里相邻两个汉字的全部组合';
CREATE INDEX profile_pairs ON institutions_profile
  USING gin (portal_pairs(searchable)) WHERE ends_on IS NULL;
"""
GONE = "DROP INDEX profile_pairs; DROP FUNCTION portal_pairs(text);"


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_register")]

    operations = [migrations.RunSQL(PAIRS, GONE)]
