-- From the demo city to the issue's size: 400,000 classes; one certificate and one check a person.
CREATE TEMP TABLE kept AS
    SELECT DISTINCT ON (person_id) * FROM workforce_credential ORDER BY person_id, kind <> 'health', id;
TRUNCATE workforce_credential;
INSERT INTO workforce_credential SELECT * FROM kept;
CREATE TEMP TABLE checked AS
    SELECT DISTINCT ON (person_id) * FROM workforce_backgroundcheck ORDER BY person_id, asked_on DESC;
TRUNCATE workforce_backgroundcheck;
INSERT INTO workforce_backgroundcheck SELECT * FROM checked;
DROP TABLE kept, checked;

-- Six of ten institutions get each class a second time, empty and with one place.
INSERT INTO institutions_nurseryclass
    (institution_id, starts_on, name, kind, places, children, youngest_months, oldest_months, own_living_unit)
SELECT institution_id, starts_on, name || '（二）', kind, 1, 0, youngest_months, oldest_months, own_living_unit
FROM institutions_nurseryclass WHERE institution_id % 10 < 6;
UPDATE institutions_profile p SET places = p.places + extra.classes
FROM (SELECT institution_id, count(*) AS classes FROM institutions_nurseryclass
      WHERE name LIKE '%（二）' GROUP BY institution_id) extra
WHERE extra.institution_id = p.institution_id;
