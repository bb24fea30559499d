-- From the demo city to the issue's size: 400,000 classes; people without certificates and checks,
-- which the issue does not name (facts about them are then unknown, and break no rule).
TRUNCATE workforce_credential, workforce_backgroundcheck;

-- Six of ten institutions get each class a second time, empty and with one place.
INSERT INTO institutions_nurseryclass
    (institution_id, starts_on, name, kind, places, children, youngest_months, oldest_months, own_living_unit)
SELECT institution_id, starts_on, name || '（二）', kind, 1, 0, youngest_months, oldest_months, own_living_unit
FROM institutions_nurseryclass WHERE institution_id % 10 < 6;
UPDATE institutions_profile p SET places = p.places + extra.classes
FROM (SELECT institution_id, count(*) AS classes FROM institutions_nurseryclass
      WHERE name LIKE '%（二）' GROUP BY institution_id) extra
WHERE extra.institution_id = p.institution_id;
