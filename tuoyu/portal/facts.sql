-- What everyone may read of an institution, gathered in one call. These are plpgsql and not one
-- SELECT like the facts of rules: PostgreSQL keeps the plan of a plpgsql sentence for the whole
-- connection, and to plan them anew for every reader took longer than to answer.
--
-- Public is what the norms publish: registration and filing, places, services, prices, papers
-- in force, results. Heads, contacts, staff and children are never read here, so they cannot leak.

-- One line of a search's answer. Lists travel as text, read by queries/found.py: plain columns
-- are made and read in half the time that JSON takes.
CREATE TYPE facts.public_entry AS (
  code text, name text, other_name text, initials text, form text, opens text, closes text,
  is_inclusive boolean, places integer, county_id bigint, address text, offered text,
  classes text, is_demonstration boolean
);
-- The same after how many were found, the standing and the distance.
CREATE TYPE facts.public_hit AS (
  found bigint, standing text, metres float8,
  code text, name text, other_name text, initials text, form text, opens text, closes text,
  is_inclusive boolean, places integer, county_id bigint, address text, offered text,
  classes text, is_demonstration boolean
);

-- The line of one profile: a single SELECT, so that it is planned as part of what calls it.
CREATE FUNCTION facts.public_line(profile_id bigint, on_day date) RETURNS SETOF facts.public_entry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT i.code::text, p.name::text, p.other_name::text, p.initials::text, p.form::text,
    left(p.opens_at::text, 5), left(p.closes_at::text, 5), p.is_inclusive, p.places,
    i.county_id,
    (SELECT t.address::text FROM institutions_site t WHERE t.institution_id = i.id
       AND t.starts_on <= on_day AND (t.ends_on IS NULL OR t.ends_on > on_day)
     ORDER BY t.starts_on DESC LIMIT 1),
    (SELECT string_agg(
       concat_ws(' ', o.kind, o.per, coalesce(o.price_fen::text, ''), o.meals_fen), ',')
     FROM institutions_offering o WHERE o.institution_id = i.id
       AND o.starts_on <= on_day AND (o.ends_on IS NULL OR o.ends_on > on_day)),
    (SELECT string_agg(concat_ws(' ', c.kind, c.places), ',')
     FROM institutions_nurseryclass c WHERE c.institution_id = i.id
       AND c.starts_on <= on_day AND (c.ends_on IS NULL OR c.ends_on > on_day)),
    EXISTS (SELECT 1 FROM institutions_demonstration d WHERE d.institution_id = i.id
       AND d.starts_on <= on_day AND (d.ends_on IS NULL OR d.ends_on > on_day))
  FROM institutions_profile p
  JOIN institutions_institution i ON i.id = p.institution_id
  WHERE p.id = profile_id
$$;

-- The lines of profiles, in the order given, each beside what was found out about it.
CREATE FUNCTION facts.public_lines(
  counted bigint, profiles bigint[], standings text[], distances float8[], on_day date
) RETURNS SETOF facts.public_hit
LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
    SELECT counted, asked.standing, asked.metres, told.*
    FROM unnest(profiles, standings, distances)
      WITH ORDINALITY asked (profile, standing, metres, place),
      facts.public_line(asked.profile, on_day) told
    ORDER BY asked.place;
END
$$;

-- One page of the profiles whose search text holds every word; `found` is how many there are
-- from the `skipped`-th on, not counted beyond `most` + 1. They are taken as they lie in the
-- table, whichever way they are come by, so that the next page goes on where this one ends:
--   usual    most rows fit: read on until enough do
--   letters  by the index of three neighbouring letters, for the first pattern
--   signs    by the index of single characters, for words too short for that
-- textlike() is LIKE, but no index is asked; the lateral row keeps the order of the profiles.
CREATE FUNCTION facts.public_hits(
  way text, pattern text, patterns text[], signs text[], opening text, whole text,
  left_out text, on_day date, skipped integer, most integer, passed integer, shown_most integer
) RETURNS SETOF facts.public_hit
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan SET synchronize_seqscans = off AS $$
BEGIN
  RETURN QUERY
    WITH hits AS MATERIALIZED (
      SELECT p.id AS profile, p.institution_id AS owner, s.status,
        CASE WHEN starts_with(p.searchable, opening)
            AND translate(lower(p.name), left_out, '') = whole THEN 0
          ELSE strpos(p.searchable, opening) END AS rank
      FROM (
        SELECT x.id, x.institution_id, x.name, x.searchable FROM institutions_profile x
        WHERE way = 'usual' AND x.ends_on IS NULL AND textlike(x.searchable, pattern)
        UNION ALL
        SELECT x.id, x.institution_id, x.name, x.searchable FROM institutions_profile x
        WHERE way = 'letters' AND x.ends_on IS NULL AND x.searchable LIKE pattern
        UNION ALL
        SELECT x.id, x.institution_id, x.name, x.searchable FROM institutions_profile x
        WHERE way = 'signs' AND x.ends_on IS NULL
          AND string_to_array(x.searchable, NULL) @> signs AND textlike(x.searchable, pattern)
      ) p
      CROSS JOIN LATERAL (
        SELECT x.status FROM institutions_standing x WHERE x.institution_id = p.institution_id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > on_day) LIMIT 1) s
      WHERE (s.status <> 'cancelled' OR translate(lower(p.name), left_out, '') = whole)
        AND p.searchable LIKE ALL (patterns)
      LIMIT most + 1 OFFSET skipped
    ), shown AS MATERIALIZED (
      SELECT ranked.*, row_number() OVER () AS place FROM (
        SELECT * FROM (SELECT * FROM hits LIMIT most) block
        ORDER BY array_position(ARRAY['filed', 'suspended', 'registered'], status::text)
          NULLS LAST, rank, owner
        LIMIT shown_most OFFSET passed) ranked
    )
    SELECT (SELECT count(*) FROM hits), shown.status::text, NULL::float8, told.*
    FROM shown, facts.public_line(shown.profile, on_day) told
    ORDER BY shown.place;
END
$$;

-- The page of one institution as an object by name; NULL when the register has no such code.
CREATE FUNCTION facts.public_page(asked text, on_day date) RETURNS json
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (
    SELECT json_build_object(
      'id', i.id, 'code', i.code, 'county_code', c.code, 'county', c.name, 'region', r.name,
      'name', p.name, 'other_name', p.other_name, 'credit_code', p.credit_code,
      'legal_form', p.legal_form, 'registrar_name', p.registrar_name,
      'registered_on', p.registered_on, 'form', p.form, 'backing', p.backing,
      'chain_name', p.chain_name, 'open_to_public', p.open_to_public,
      'is_inclusive', p.is_inclusive, 'places', p.places, 'has_meals', p.has_meals,
      'opens_at', left(p.opens_at::text, 5), 'closes_at', left(p.closes_at::text, 5),
      'phone', p.phone, 'introduction', p.introduction, 'address', t.address,
      'longitude', t.longitude, 'latitude', t.latitude,
      'building_area_m2', t.building_area_m2, 'outdoor_area_m2', t.outdoor_area_m2,
      'lowest_floor', t.lowest_floor, 'highest_floor', t.highest_floor,
      'classes', (
        SELECT json_agg(json_build_array(x.name, x.kind, x.places, x.youngest_months,
            x.oldest_months)
          ORDER BY array_position(ARRAY['infant', 'junior', 'senior', 'mixed'], x.kind::text),
            x.name)
        FROM institutions_nurseryclass x WHERE x.institution_id = i.id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > on_day)),
      'offerings', (
        SELECT json_agg(json_build_array(x.kind, x.price_fen, x.per, x.meals_fen,
            x.is_published, x.starts_on)
          ORDER BY array_position(ARRAY['full_day', 'half_day', 'hourly', 'temporary'],
            x.kind::text))
        FROM institutions_offering x WHERE x.institution_id = i.id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > on_day)),
      'licences', (
        SELECT json_agg(json_build_array(x.kind, x.ends_on, x.passed)
          ORDER BY x.kind, x.ends_on)
        FROM institutions_licence x WHERE x.institution_id = i.id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > on_day)),
      'demonstrations', (
        SELECT json_agg(json_build_array(x.named_by, x.document, x.starts_on)
          ORDER BY x.starts_on)
        FROM institutions_demonstration x WHERE x.institution_id = i.id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > on_day)),
      'standings', (
        SELECT json_agg(json_build_array(x.status, x.starts_on, x.reference)
          ORDER BY x.starts_on DESC)
        FROM institutions_standing x WHERE x.institution_id = i.id
          AND x.starts_on <= on_day AND (x.ends_on IS NULL OR x.ends_on > x.starts_on)),
      'names', (
        SELECT json_agg(json_build_array(x.name, x.starts_on) ORDER BY x.starts_on DESC)
        FROM institutions_profile x WHERE x.institution_id = i.id AND x.starts_on <= on_day),
      'documents', (
        SELECT json_agg(json_build_array(d.kind, d.number, d.code, d.issued_on,
            d.revoked_at IS NOT NULL, d.revoked_why, u.name, d.payload -> 'points')
          ORDER BY d.issued_on DESC, d.id DESC)
        FROM filing_document d JOIN filing_filing f ON f.id = d.filing_id
        JOIN org_unit u ON u.id = f.unit_id
        WHERE f.institution_id = i.id AND d.kind IN ('receipt', 'mismatch')),
      'visits', (
        SELECT json_agg(json_build_array(v.visited_on, v.is_passed) ORDER BY v.visited_on DESC)
        FROM filing_sitecheck v JOIN filing_filing f ON f.id = v.filing_id
        WHERE f.institution_id = i.id AND f.status = 'published'
          AND v.concluded_at IS NOT NULL))
    FROM institutions_institution i
    JOIN org_region c ON c.id = i.county_id
    JOIN org_region r ON r.id = i.region_id
    LEFT JOIN LATERAL (
      SELECT * FROM institutions_profile x WHERE x.institution_id = i.id
        AND x.starts_on <= on_day ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) p ON TRUE
    LEFT JOIN LATERAL (
      SELECT * FROM institutions_site x WHERE x.institution_id = i.id
        AND x.starts_on <= on_day ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) t ON TRUE
    WHERE i.code = asked
  );
END
$$;
