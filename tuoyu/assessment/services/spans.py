"""Breaches as spans of days: what a sweep found beside what was open, settled set by set.

A breach goes on while the same row breaks the same rule. Where a change in the register gave a
row a new number (a class is closed and opened again with other values), the breach of the new
row goes on from that of the old one, matched by institution, rule and name.
"""

from datetime import date

from django.db import connection

SWEPT = """
DROP TABLE IF EXISTS swept;
CREATE TEMPORARY TABLE swept (
    rule text, subject text, institution_id bigint, subject_id bigint,
    subject_label text, evidence jsonb
) ON COMMIT DROP
"""
SWEEP = """
INSERT INTO swept
SELECT named.rule, named.subject, found.institution_id, found.subject_id,
       left(found.subject_label, 200), found.evidence
FROM ({found}) AS found
JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS named(rule, subject, place)
  ON named.place = found.rule_no + 1
"""
TALLY = """
INSERT INTO assessment_tally (sweep_id, rule, county_code, kept, broken, unknown)
SELECT %s, named.rule, found.region_code, found.kept, found.broken, found.unknown
FROM ({found}) AS found
JOIN unnest(%s::text[]) WITH ORDINALITY AS named(rule, place)
  ON named.place = found.rule_no + 1
"""

SAME = "s.rule = b.rule AND s.subject = b.subject AND s.subject_id = b.subject_id"
GONE = f"b.ends_on IS NULL AND NOT EXISTS (SELECT FROM swept s WHERE {SAME})"
NEW = f"NOT EXISTS (SELECT FROM assessment_breach b WHERE b.ends_on IS NULL AND {SAME})"
ORDER = (
    "OVER (PARTITION BY {row}.rule, {row}.institution_id, {row}.subject_label"
    " ORDER BY {row}.subject_id)"
)

# Gone in an earlier run of the same day and back in this one: it never went.
REOPEN = f"""
UPDATE assessment_breach b SET ends_on = NULL
WHERE b.ends_on = %(on)s AND EXISTS (SELECT FROM swept s WHERE {SAME})
  AND NOT EXISTS (
    SELECT FROM assessment_breach o WHERE o.ends_on IS NULL
      AND o.rule = b.rule AND o.subject = b.subject AND o.subject_id = b.subject_id)
"""
CARRY_ON = f"""
WITH gone AS (
    SELECT b.id, b.rule, b.institution_id, b.subject_label,
           row_number() {ORDER.format(row="b")} AS place
    FROM assessment_breach b WHERE {GONE}),
new AS (
    SELECT s.*, row_number() {ORDER.format(row="s")} AS place FROM swept s WHERE {NEW})
UPDATE assessment_breach b SET subject_id = new.subject_id, evidence = new.evidence
FROM gone JOIN new USING (rule, institution_id, subject_label, place)
WHERE b.id = gone.id
"""
# Found and gone on one day: a second run of the day, not a breach that lasted.
FORGET = f"DELETE FROM assessment_breach b WHERE b.starts_on = %(on)s AND {GONE}"
END = f"UPDATE assessment_breach b SET ends_on = %(on)s WHERE {GONE}"
REFRESH = f"""
UPDATE assessment_breach b SET evidence = s.evidence, subject_label = s.subject_label
FROM swept s
WHERE b.ends_on IS NULL AND {SAME}
  AND (b.evidence <> s.evidence OR b.subject_label <> s.subject_label)
"""
BEGIN = f"""
INSERT INTO assessment_breach
    (institution_id, rule, subject, subject_id, subject_label, evidence, starts_on)
SELECT institution_id, rule, subject, subject_id, subject_label, evidence, %(on)s
FROM swept s WHERE {NEW}
"""


def keep(on: date) -> None:
    """Settle the table `swept` against the open breaches, in this order."""
    with connection.cursor() as cursor:
        for step in (REOPEN, CARRY_ON, FORGET, END, REFRESH, BEGIN):
            cursor.execute(step, {"on": on})
