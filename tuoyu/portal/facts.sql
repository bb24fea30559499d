-- What everyone may read of an institution, gathered in one call. These are plpgsql and not one
-- SELECT like the facts of rules: PostgreSQL keeps the plan of a plpgsql sentence for the whole
-- connection, and to plan them anew for every reader took longer than to answer.
--
-- Public is what the norms publish: registration and filing, places, services, prices, papers
-- in force, results. Heads, contacts, staff and children are never read here, so they cannot leak.

-- The lines of a search's page, in the order asked; each an array, read by queries/found.py.
CREATE FUNCTION facts.public_lines(owners bigint[], on_day date) RETURNS json
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (
    SELECT json_agg(json_build_array(
      i.code, p.name, p.other_name, p.initials, p.form, left(p.opens_at::text, 5),
      left(p.closes_at::text, 5), p.is_inclusive, p.places, i.county_id,
      (SELECT t.address FROM institutions_site t WHERE t.institution_id = i.id
         AND t.starts_on <= on_day AND (t.ends_on IS NULL OR t.ends_on > on_day)
       ORDER BY t.starts_on DESC LIMIT 1),
      (SELECT json_agg(json_build_array(o.kind, o.price_fen, o.per, o.meals_fen))
       FROM institutions_offering o WHERE o.institution_id = i.id
         AND o.starts_on <= on_day AND (o.ends_on IS NULL OR o.ends_on > on_day)),
      (SELECT json_agg(json_build_array(c.kind, c.places))
       FROM institutions_nurseryclass c WHERE c.institution_id = i.id
         AND c.starts_on <= on_day AND (c.ends_on IS NULL OR c.ends_on > on_day)),
      EXISTS (SELECT 1 FROM institutions_demonstration d WHERE d.institution_id = i.id
         AND d.starts_on <= on_day AND (d.ends_on IS NULL OR d.ends_on > on_day))
    ) ORDER BY asked.place)
    FROM unnest(owners) WITH ORDINALITY asked (owner, place)
    JOIN institutions_institution i ON i.id = asked.owner
    JOIN institutions_profile p ON p.institution_id = asked.owner AND p.ends_on IS NULL
  );
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
