-- Facts that need the people: workers, classes with their carers, and the institution as a whole.

CREATE TYPE facts.worker_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    post text,
    is_full_time boolean,
    contract_signed boolean,
    insured boolean,
    from_guard_company boolean,
    days_employed integer,
    age_years integer,
    education integer,
    major_related boolean,
    experience_years numeric,
    health_certificate_days_left integer,
    has_health_certificate boolean,
    post_training_hours integer,
    childcare_training_hours integer,
    has_post_training boolean,
    has_childcare_training boolean,
    has_psychology_training boolean,
    has_health_care_training boolean,
    has_ethics_training boolean,
    has_law_training boolean,
    has_first_aid boolean,
    has_guard_certificate boolean,
    has_carer_licence boolean,
    background_asked boolean,
    background_days integer,
    asked_before_start boolean,
    background_hit boolean,
    posts_elsewhere integer
);
COMMENT ON TYPE facts.worker_row IS '从业人员';
COMMENT ON COLUMN facts.worker_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.worker_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.worker_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.worker_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.worker_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.worker_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.worker_row.post IS '岗位：head 负责人；carer 保育人员；health 保健人员；guard 保安人员；cook 炊事人员；other 其他';
COMMENT ON COLUMN facts.worker_row.is_full_time IS '专职';
COMMENT ON COLUMN facts.worker_row.contract_signed IS '签订劳动合同';
COMMENT ON COLUMN facts.worker_row.insured IS '缴纳社会保险';
COMMENT ON COLUMN facts.worker_row.from_guard_company IS '由持证保安公司派驻';
COMMENT ON COLUMN facts.worker_row.days_employed IS '入职至今（天）';
COMMENT ON COLUMN facts.worker_row.age_years IS '周岁';
COMMENT ON COLUMN facts.worker_row.education IS '学历：0 初中及以下；1 高中或中专；2 大专；3 本科；4 研究生';
COMMENT ON COLUMN facts.worker_row.major_related IS '相关专业';
COMMENT ON COLUMN facts.worker_row.experience_years IS '从业年限（年）';
COMMENT ON COLUMN facts.worker_row.health_certificate_days_left IS '健康合格证剩余有效（天）；没有证为空';
COMMENT ON COLUMN facts.worker_row.has_health_certificate IS '持有效健康合格证';
COMMENT ON COLUMN facts.worker_row.post_training_hours IS '负责人岗位培训学时';
COMMENT ON COLUMN facts.worker_row.childcare_training_hours IS '婴幼儿保育培训学时';
COMMENT ON COLUMN facts.worker_row.has_post_training IS '负责人岗位培训合格';
COMMENT ON COLUMN facts.worker_row.has_childcare_training IS '受过婴幼儿保育培训';
COMMENT ON COLUMN facts.worker_row.has_psychology_training IS '受过心理健康培训';
COMMENT ON COLUMN facts.worker_row.has_health_care_training IS '卫生保健专业知识培训合格';
COMMENT ON COLUMN facts.worker_row.has_ethics_training IS '受过职业道德培训';
COMMENT ON COLUMN facts.worker_row.has_law_training IS '受过法治培训';
COMMENT ON COLUMN facts.worker_row.has_first_aid IS '受过急救培训';
COMMENT ON COLUMN facts.worker_row.has_guard_certificate IS '持保安员证';
COMMENT ON COLUMN facts.worker_row.has_carer_licence IS '托育师注册（草案）';
COMMENT ON COLUMN facts.worker_row.background_asked IS '已做入职查询';
COMMENT ON COLUMN facts.worker_row.background_days IS '距上次查询（天）；未查为空';
COMMENT ON COLUMN facts.worker_row.asked_before_start IS '入职前已查询';
COMMENT ON COLUMN facts.worker_row.background_hit IS '查询有违法犯罪记录';
COMMENT ON COLUMN facts.worker_row.posts_elsewhere IS '同时在其他机构任职数';
CREATE FUNCTION facts.worker(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.worker_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (employment.id)::bigint,
        (person.name)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (employment.post)::text,
        (employment.is_full_time)::boolean,
        (employment.contract_signed)::boolean,
        (employment.insured)::boolean,
        (employment.from_guard_company)::boolean,
        (on_day - coalesce(employment.hired_on, employment.starts_on))::integer,
        (extract(year FROM age(on_day, person.born_on)))::integer,
        (person.education)::integer,
        (person.major_related)::boolean,
        (person.experience_years)::numeric,
        (held.health_ends_on - on_day)::integer,
        (CASE WHEN held.kinds IS NOT NULL THEN coalesce(held.health_ends_on > on_day, false) END)::boolean,
        (held.post_training_hours)::integer,
        (held.childcare_training_hours)::integer,
        (held.kinds & 1 <> 0)::boolean,
        (held.kinds & 2 <> 0)::boolean,
        (held.kinds & 4 <> 0)::boolean,
        (held.kinds & 8 <> 0)::boolean,
        (held.kinds & 16 <> 0)::boolean,
        (held.kinds & 32 <> 0)::boolean,
        (held.kinds & 64 <> 0)::boolean,
        (held.kinds & 128 <> 0)::boolean,
        (held.kinds & 256 <> 0)::boolean,
        (asked.last_on IS NOT NULL OR NULL)::boolean,
        (on_day - asked.last_on)::integer,
        (asked.first_on <= coalesce(employment.hired_on, employment.starts_on))::boolean,
        (asked.hit)::boolean,
        ((SELECT count(*) FROM workforce_employment e WHERE e.person_id = employment.person_id AND e.institution_id <> employment.institution_id AND e.starts_on <= on_day AND (e.ends_on IS NULL OR e.ends_on > on_day)))::integer
    FROM workforce_employment employment
    JOIN institutions_institution i ON i.id = employment.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND employment.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    JOIN workforce_person person ON person.id = employment.person_id
    LEFT JOIN (SELECT c.person_id,  -- a bit a kind: one aggregate is cheaper than one for each
            max(coalesce(c.ends_on, date '9999-12-31')) FILTER (WHERE c.kind = 'health') AS health_ends_on,
            sum(c.hours) FILTER (WHERE c.hours IS NOT NULL AND c.kind = 'post_training') AS post_training_hours,
            sum(c.hours) FILTER (WHERE c.hours IS NOT NULL AND c.kind = 'childcare_training') AS childcare_training_hours,
            bit_or(CASE c.kind WHEN 'health' THEN 0 WHEN 'ethics_training' THEN 16 WHEN 'psychology_training' THEN 4
                WHEN 'law_training' THEN 32 WHEN 'childcare_training' THEN 2 WHEN 'first_aid' THEN 64
                WHEN 'post_training' THEN 1 WHEN 'health_care_training' THEN 8 WHEN 'guard' THEN 128
                WHEN 'carer_licence' THEN 256 ELSE 0 END) AS kinds
        FROM workforce_credential c
        WHERE c.starts_on <= on_day AND (c.ends_on IS NULL OR c.ends_on > on_day)
          AND (only_ids IS NULL OR c.person_id = ANY (ARRAY(
              SELECT e.person_id FROM workforce_employment e WHERE e.institution_id = ANY (only_ids))))
          AND ((first_id = 0 AND last_id = 9223372036854775807) OR c.person_id IN (
              SELECT e.person_id FROM workforce_employment e WHERE e.institution_id BETWEEN first_id AND last_id))
        GROUP BY c.person_id) held ON held.person_id = employment.person_id
    LEFT JOIN (SELECT b.person_id, min(b.asked_on) AS first_on, max(b.asked_on) AS last_on, bool_or(b.outcome = 'hit') AS hit
        FROM workforce_backgroundcheck b
        WHERE b.asked_on <= on_day
          AND (only_ids IS NULL OR b.person_id = ANY (ARRAY(
              SELECT e.person_id FROM workforce_employment e WHERE e.institution_id = ANY (only_ids))))
          AND ((first_id = 0 AND last_id = 9223372036854775807) OR b.person_id IN (
              SELECT e.person_id FROM workforce_employment e WHERE e.institution_id BETWEEN first_id AND last_id))
        GROUP BY b.person_id) asked ON asked.person_id = employment.person_id
    WHERE employment.starts_on <= on_day AND (employment.ends_on IS NULL OR employment.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.worker(date, bigint[], bigint, bigint) IS '从业人员：一人一岗一行';

CREATE TYPE facts.class_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    kind text,
    places integer,
    children integer,
    carers integer,
    youngest_months integer,
    oldest_months integer,
    own_living_unit boolean,
    sleep_m2 numeric,
    activity_m2 numeric,
    living_m2 numeric,
    dining_m2 numeric,
    cleaning_m2 numeric,
    toilet_m2 numeric,
    washing_m2 numeric,
    cloakroom_m2 numeric,
    storage_m2 numeric,
    floor integer,
    lowest_floor integer,
    toilets integer,
    urinals integer,
    basins integer,
    beds integer
);
COMMENT ON TYPE facts.class_row IS '班级';
COMMENT ON COLUMN facts.class_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.class_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.class_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.class_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.class_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.class_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.class_row.kind IS '班型：infant 乳儿班；junior 托小班；senior 托大班；mixed 混合班';
COMMENT ON COLUMN facts.class_row.places IS '托位数';
COMMENT ON COLUMN facts.class_row.children IS '在托人数';
COMMENT ON COLUMN facts.class_row.carers IS '保育人员数';
COMMENT ON COLUMN facts.class_row.youngest_months IS '最小月龄';
COMMENT ON COLUMN facts.class_row.oldest_months IS '最大月龄';
COMMENT ON COLUMN facts.class_row.own_living_unit IS '有独立生活单元';
COMMENT ON COLUMN facts.class_row.sleep_m2 IS '睡眠区面积（m²）';
COMMENT ON COLUMN facts.class_row.activity_m2 IS '活动区面积（m²）';
COMMENT ON COLUMN facts.class_row.living_m2 IS '睡眠和活动区面积合计（m²）';
COMMENT ON COLUMN facts.class_row.dining_m2 IS '配餐区面积（m²）';
COMMENT ON COLUMN facts.class_row.cleaning_m2 IS '清洁区面积（m²）';
COMMENT ON COLUMN facts.class_row.toilet_m2 IS '卫生间面积（m²）';
COMMENT ON COLUMN facts.class_row.washing_m2 IS '盥洗面积（m²）';
COMMENT ON COLUMN facts.class_row.cloakroom_m2 IS '衣帽间面积（m²）';
COMMENT ON COLUMN facts.class_row.storage_m2 IS '储藏区面积（m²）';
COMMENT ON COLUMN facts.class_row.floor IS '生活用房最高楼层';
COMMENT ON COLUMN facts.class_row.lowest_floor IS '生活用房最低楼层';
COMMENT ON COLUMN facts.class_row.toilets IS '便器数';
COMMENT ON COLUMN facts.class_row.urinals IS '小便器数';
COMMENT ON COLUMN facts.class_row.basins IS '洗手池数';
COMMENT ON COLUMN facts.class_row.beds IS '床位数';
CREATE FUNCTION facts.class(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.class_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (nursery_class.id)::bigint,
        (nursery_class.name)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (nursery_class.kind)::text,
        (nursery_class.places)::integer,
        (nursery_class.children)::integer,
        (staff.carers)::integer,
        (nursery_class.youngest_months)::integer,
        (nursery_class.oldest_months)::integer,
        (nursery_class.own_living_unit)::boolean,
        (nullif(rooms.sleep_m2, 'NaN'))::numeric,
        (nullif(rooms.activity_m2, 'NaN'))::numeric,
        (nullif(rooms.living_m2, 'NaN'))::numeric,
        (nullif(rooms.dining_m2, 'NaN'))::numeric,
        (nullif(rooms.cleaning_m2, 'NaN'))::numeric,
        (nullif(rooms.toilet_m2, 'NaN'))::numeric,
        (nullif(rooms.washing_m2, 'NaN'))::numeric,
        (nullif(rooms.cloakroom_m2, 'NaN'))::numeric,
        (nullif(rooms.storage_m2, 'NaN'))::numeric,
        (nullif(rooms.floor, 32767))::integer,
        (nullif(rooms.lowest_floor, -32768))::integer,
        (rooms.toilets)::integer,
        (rooms.urinals)::integer,
        (rooms.basins)::integer,
        (rooms.beds)::integer
    FROM institutions_nurseryclass nursery_class
    JOIN institutions_institution i ON i.id = nursery_class.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND nursery_class.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    -- Joined by institution too: by class alone the planner cannot guess how few rows match.
    -- One room not measured makes the whole unknown: as NaN, and as a floor no house has, it is carried through.
    LEFT JOIN (SELECT institution_id, nursery_class_id,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'sleep') AS sleep_m2, sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'activity') AS activity_m2,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose IN ('living', 'sleep', 'activity')) AS living_m2,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'dining') AS dining_m2, sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'cleaning') AS cleaning_m2, sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'toilet') AS toilet_m2,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'washing') AS washing_m2, sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'cloakroom') AS cloakroom_m2, sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'storage') AS storage_m2,
            max(coalesce(r.floor, 32767)) FILTER (WHERE purpose IN ('living', 'sleep', 'activity')) AS floor,
            min(coalesce(r.floor, -32768)) FILTER (WHERE purpose IN ('living', 'sleep', 'activity')) AS lowest_floor,
            sum(r.toilets) AS toilets, sum(r.urinals) AS urinals, sum(r.basins) AS basins, sum(r.beds) AS beds
        FROM institutions_room r
        WHERE r.starts_on <= on_day AND (r.ends_on IS NULL OR r.ends_on > on_day) AND (only_ids IS NULL OR r.institution_id = ANY (only_ids)) AND r.institution_id BETWEEN first_id AND last_id AND r.nursery_class_id IS NOT NULL
        GROUP BY institution_id, nursery_class_id) rooms ON rooms.institution_id = i.id AND rooms.nursery_class_id = coalesce(nursery_class.origin_id, nursery_class.id)
    LEFT JOIN (SELECT institution_id, nursery_class_id, count(*) AS carers
        FROM workforce_employment e
        WHERE e.starts_on <= on_day AND (e.ends_on IS NULL OR e.ends_on > on_day) AND (only_ids IS NULL OR e.institution_id = ANY (only_ids)) AND e.institution_id BETWEEN first_id AND last_id AND e.post = 'carer' AND e.nursery_class_id IS NOT NULL
        GROUP BY institution_id, nursery_class_id) staff ON staff.institution_id = i.id AND staff.nursery_class_id = coalesce(nursery_class.origin_id, nursery_class.id)
    WHERE nursery_class.starts_on <= on_day AND (nursery_class.ends_on IS NULL OR nursery_class.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.class(date, bigint[], bigint, bigint) IS '班级：一班一行。保育人员没有配到班时为空（待查明）';

CREATE TYPE facts.institution_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    legal_form text,
    registrar text,
    backing text,
    for_profit boolean,
    is_chain boolean,
    employer_kind text,
    host_inclusive boolean,
    open_to_public boolean,
    is_inclusive boolean,
    is_demonstration boolean,
    has_credit_code boolean,
    scope_states_childcare boolean,
    name_states_childcare boolean,
    days_since_registration integer,
    days_in_status integer,
    has_meals boolean,
    places integer,
    places_in_classes integer,
    classes integer,
    children integer,
    staff integer,
    heads integer,
    carers integer,
    health_workers integer,
    health_workers_full_time integer,
    guards integer,
    cooks integer,
    has_registration_paper boolean,
    has_site_paper boolean,
    has_hygiene_report boolean,
    hygiene_passed boolean,
    has_fire_paper boolean,
    fire_paper_days integer,
    has_food_licence boolean,
    food_licence_days_left integer,
    has_insurance boolean,
    has_permit boolean,
    tenure text,
    sites integer,
    building_area_m2 numeric,
    highest_floor integer,
    lowest_floor integer,
    observation_m2 numeric,
    observation_apart boolean,
    observation_beds integer,
    feeding_room_m2 numeric,
    services integer,
    offers_full_day boolean,
    offers_half_day boolean,
    offers_hourly boolean,
    offers_temporary boolean,
    monthly_price_fen integer,
    children_per_carer numeric,
    building_m2_per_child numeric,
    agreement_signed boolean,
    agreement_complete boolean,
    guardian_identity_checked boolean,
    entry_check boolean,
    absence_recheck boolean,
    child_records boolean,
    parents_committee boolean,
    parents_meetings boolean,
    open_days boolean,
    publishes_fees boolean,
    publishes_care boolean,
    publishes_meals boolean,
    publishes_health boolean,
    publishes_security boolean,
    outdoor_minutes integer,
    daily_record boolean,
    health_watch boolean,
    abuse_reporting boolean,
    sick_child_rule boolean,
    rule_disinfection boolean,
    rule_isolation boolean,
    rule_infection boolean,
    staff_illness_rule boolean,
    pickup_rule boolean,
    plan_disaster boolean,
    plan_infection boolean,
    plan_poisoning boolean,
    plan_stampede boolean,
    plan_fire boolean,
    plan_violence boolean,
    fire_manager boolean,
    first_aid_trained boolean,
    daily_patrol boolean,
    alarm_always_on boolean,
    video_entrances boolean,
    video_living_areas boolean,
    video_days integer,
    one_key_alarm boolean,
    staff_gate boolean,
    staff_training boolean,
    ethics_training boolean,
    linked_clinic boolean,
    observation_equipment boolean,
    child_toilets boolean,
    own_cup_and_towel boolean,
    meal_area_clean boolean,
    menu_days integer,
    menu_with_amounts boolean,
    food_sample_grams integer,
    food_sample_hours integer,
    meal_account_apart boolean,
    meal_account_published boolean,
    meal_balance_percent numeric,
    allergy_records boolean,
    medicine_rule boolean,
    drinking_ml integer,
    drinks_a_day integer,
    meal_gap_minutes integer,
    nap_minutes integer,
    airings_a_day integer,
    airing_minutes integer,
    daily_disinfection boolean,
    toys_washed_days integer,
    bedding_washed_days integer,
    records_kept_years integer,
    health_checks_a_year integer,
    blood_check boolean,
    hearing_check boolean,
    certificate_check_days integer,
    infection_reported boolean,
    absence_tracked boolean,
    canteen_controls boolean,
    neighbours_consent boolean,
    escape_grilles boolean,
    floor_area_per_child_m2 numeric,
    hygiene_items_met integer,
    drill_days integer,
    fire_check_days integer,
    equipment_check_days integer,
    annual_report_days integer,
    emergency_plans integer,
    topics_published integer
);
COMMENT ON TYPE facts.institution_row IS '机构';
COMMENT ON COLUMN facts.institution_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.institution_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.institution_row.subject_label IS '机构名称';
COMMENT ON COLUMN facts.institution_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.institution_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.institution_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.institution_row.legal_form IS '机构性质：public_institution 事业单位；social_service 社会服务机构（民办非企业单位）；company 企业；sole_trader 个体工商户';
COMMENT ON COLUMN facts.institution_row.registrar IS '登记机关类别：establishment_office 机构编制部门；civil_affairs 民政部门；market_regulation 市场监管部门';
COMMENT ON COLUMN facts.institution_row.backing IS '办托方式：private 民办；public 公办；public_private 公办民营；private_subsidised 民办公助';
COMMENT ON COLUMN facts.institution_row.for_profit IS '营利性';
COMMENT ON COLUMN facts.institution_row.is_chain IS '连锁机构';
COMMENT ON COLUMN facts.institution_row.employer_kind IS '办托单位类别：hospital 医院；school 学校；enterprise 企业';
COMMENT ON COLUMN facts.institution_row.host_inclusive IS '所在幼儿园为普惠性';
COMMENT ON COLUMN facts.institution_row.open_to_public IS '向社会开放';
COMMENT ON COLUMN facts.institution_row.is_inclusive IS '普惠托育';
COMMENT ON COLUMN facts.institution_row.is_demonstration IS '示范机构';
COMMENT ON COLUMN facts.institution_row.has_credit_code IS '有统一社会信用代码';
COMMENT ON COLUMN facts.institution_row.scope_states_childcare IS '业务范围写明托育服务';
COMMENT ON COLUMN facts.institution_row.name_states_childcare IS '名称含托育';
COMMENT ON COLUMN facts.institution_row.days_since_registration IS '登记至今（天）';
COMMENT ON COLUMN facts.institution_row.days_in_status IS '现状态持续（天）';
COMMENT ON COLUMN facts.institution_row.has_meals IS '提供餐饮';
COMMENT ON COLUMN facts.institution_row.places IS '托位数';
COMMENT ON COLUMN facts.institution_row.places_in_classes IS '各班托位合计';
COMMENT ON COLUMN facts.institution_row.classes IS '班级数';
COMMENT ON COLUMN facts.institution_row.children IS '在托人数';
COMMENT ON COLUMN facts.institution_row.staff IS '在岗人数';
COMMENT ON COLUMN facts.institution_row.heads IS '负责人数';
COMMENT ON COLUMN facts.institution_row.carers IS '保育人员数';
COMMENT ON COLUMN facts.institution_row.health_workers IS '保健人员数';
COMMENT ON COLUMN facts.institution_row.health_workers_full_time IS '专职保健人员数';
COMMENT ON COLUMN facts.institution_row.guards IS '保安人员数';
COMMENT ON COLUMN facts.institution_row.cooks IS '炊事人员数';
COMMENT ON COLUMN facts.institution_row.has_registration_paper IS '有效的登记证书';
COMMENT ON COLUMN facts.institution_row.has_site_paper IS '有效的场地证明';
COMMENT ON COLUMN facts.institution_row.has_hygiene_report IS '有卫生评价报告';
COMMENT ON COLUMN facts.institution_row.hygiene_passed IS '卫生评价合格';
COMMENT ON COLUMN facts.institution_row.has_fire_paper IS '有消防合格凭证';
COMMENT ON COLUMN facts.institution_row.fire_paper_days IS '消防凭证出具至今（天）';
COMMENT ON COLUMN facts.institution_row.has_food_licence IS '有效的食品经营许可证';
COMMENT ON COLUMN facts.institution_row.food_licence_days_left IS '食品经营许可证剩余有效（天）';
COMMENT ON COLUMN facts.institution_row.has_insurance IS '有效的托育机构责任保险';
COMMENT ON COLUMN facts.institution_row.has_permit IS '有托育服务许可证（草案）';
COMMENT ON COLUMN facts.institution_row.tenure IS '场地性质：owned 自有；leased 租赁；lent 无偿使用';
COMMENT ON COLUMN facts.institution_row.sites IS '场地数';
COMMENT ON COLUMN facts.institution_row.building_area_m2 IS '建筑面积（m²）';
COMMENT ON COLUMN facts.institution_row.highest_floor IS '最高所在楼层';
COMMENT ON COLUMN facts.institution_row.lowest_floor IS '最低所在楼层';
COMMENT ON COLUMN facts.institution_row.observation_m2 IS '保健观察室面积（m²）';
COMMENT ON COLUMN facts.institution_row.observation_apart IS '保健观察室与生活用房有适当距离';
COMMENT ON COLUMN facts.institution_row.observation_beds IS '观察床数';
COMMENT ON COLUMN facts.institution_row.feeding_room_m2 IS '喂奶室面积（m²）';
COMMENT ON COLUMN facts.institution_row.services IS '服务形式数';
COMMENT ON COLUMN facts.institution_row.offers_full_day IS '提供全日托';
COMMENT ON COLUMN facts.institution_row.offers_half_day IS '提供半日托';
COMMENT ON COLUMN facts.institution_row.offers_hourly IS '提供计时托';
COMMENT ON COLUMN facts.institution_row.offers_temporary IS '提供临时托';
COMMENT ON COLUMN facts.institution_row.monthly_price_fen IS '全日托保育费（分/月）';
COMMENT ON COLUMN facts.institution_row.children_per_carer IS '每名保育人员照护人数';
COMMENT ON COLUMN facts.institution_row.building_m2_per_child IS '人均建筑面积（m²，按在托人数）';
COMMENT ON COLUMN facts.institution_row.agreement_signed IS '与监护人签订托育服务协议';
COMMENT ON COLUMN facts.institution_row.agreement_complete IS '协议写明责任、权利义务、项目、收费、争议处理';
COMMENT ON COLUMN facts.institution_row.guardian_identity_checked IS '核验婴幼儿和监护人身份';
COMMENT ON COLUMN facts.institution_row.entry_check IS '入托查验预防接种证和健康检查';
COMMENT ON COLUMN facts.institution_row.absence_recheck IS '离园 3 个月以上返回前重新体检';
COMMENT ON COLUMN facts.institution_row.child_records IS '建立收托婴幼儿信息管理制度';
COMMENT ON COLUMN facts.institution_row.parents_committee IS '成立家长委员会';
COMMENT ON COLUMN facts.institution_row.parents_meetings IS '定期召开家长会议';
COMMENT ON COLUMN facts.institution_row.open_days IS '设家长开放日';
COMMENT ON COLUMN facts.institution_row.publishes_fees IS '公示收费项目和标准';
COMMENT ON COLUMN facts.institution_row.publishes_care IS '公示保育照护';
COMMENT ON COLUMN facts.institution_row.publishes_meals IS '公示膳食营养';
COMMENT ON COLUMN facts.institution_row.publishes_health IS '公示卫生保健';
COMMENT ON COLUMN facts.institution_row.publishes_security IS '公示安全保卫';
COMMENT ON COLUMN facts.institution_row.outdoor_minutes IS '每日户外活动（分钟）';
COMMENT ON COLUMN facts.institution_row.daily_record IS '记录日常照护并反馈监护人';
COMMENT ON COLUMN facts.institution_row.health_watch IS '晨午检和全日健康观察';
COMMENT ON COLUMN facts.institution_row.abuse_reporting IS '建立侵害婴幼儿强制报告制度';
COMMENT ON COLUMN facts.institution_row.sick_child_rule IS '患病婴幼儿离园就诊制度';
COMMENT ON COLUMN facts.institution_row.rule_disinfection IS '卫生消毒制度';
COMMENT ON COLUMN facts.institution_row.rule_isolation IS '病儿隔离制度';
COMMENT ON COLUMN facts.institution_row.rule_infection IS '传染病预防和管理制度';
COMMENT ON COLUMN facts.institution_row.staff_illness_rule IS '工作人员患传染病离岗制度';
COMMENT ON COLUMN facts.institution_row.pickup_rule IS '接送制度（监护人或受托成年人）';
COMMENT ON COLUMN facts.institution_row.plan_disaster IS '自然灾害应急预案';
COMMENT ON COLUMN facts.institution_row.plan_infection IS '传染病应急预案';
COMMENT ON COLUMN facts.institution_row.plan_poisoning IS '食物中毒应急预案';
COMMENT ON COLUMN facts.institution_row.plan_stampede IS '踩踏应急预案';
COMMENT ON COLUMN facts.institution_row.plan_fire IS '火灾应急预案';
COMMENT ON COLUMN facts.institution_row.plan_violence IS '暴力事件应急预案';
COMMENT ON COLUMN facts.institution_row.fire_manager IS '确定消防安全管理人员';
COMMENT ON COLUMN facts.institution_row.first_aid_trained IS '工作人员掌握急救技能';
COMMENT ON COLUMN facts.institution_row.daily_patrol IS '每日防火巡查';
COMMENT ON COLUMN facts.institution_row.alarm_always_on IS '监控报警 24 小时设防';
COMMENT ON COLUMN facts.institution_row.video_entrances IS '监控覆盖主出入口';
COMMENT ON COLUMN facts.institution_row.video_living_areas IS '监控覆盖生活和活动区域';
COMMENT ON COLUMN facts.institution_row.video_days IS '录像保存天数';
COMMENT ON COLUMN facts.institution_row.one_key_alarm IS '有一键报警装置';
COMMENT ON COLUMN facts.institution_row.staff_gate IS '录用前查询违法犯罪记录';
COMMENT ON COLUMN facts.institution_row.staff_training IS '岗前培训和定期培训';
COMMENT ON COLUMN facts.institution_row.ethics_training IS '培训含职业道德、心理健康、法治';
COMMENT ON COLUMN facts.institution_row.linked_clinic IS '与医疗卫生机构建立联系';
COMMENT ON COLUMN facts.institution_row.observation_equipment IS '保健观察室设备齐全';
COMMENT ON COLUMN facts.institution_row.child_toilets IS '有适合婴幼儿的便器和流动水洗手设施';
COMMENT ON COLUMN facts.institution_row.own_cup_and_towel IS '一人一杯一巾并消毒';
COMMENT ON COLUMN facts.institution_row.meal_area_clean IS '配餐或就餐区清洁';
COMMENT ON COLUMN facts.institution_row.menu_days IS '食谱更换周期（天）';
COMMENT ON COLUMN facts.institution_row.menu_with_amounts IS '食谱写明用量';
COMMENT ON COLUMN facts.institution_row.food_sample_grams IS '食品留样（g）';
COMMENT ON COLUMN facts.institution_row.food_sample_hours IS '留样保存（小时）';
COMMENT ON COLUMN facts.institution_row.meal_account_apart IS '伙食费专款专用';
COMMENT ON COLUMN facts.institution_row.meal_account_published IS '伙食账目每月公布';
COMMENT ON COLUMN facts.institution_row.meal_balance_percent IS '学期伙食费盈亏（%）';
COMMENT ON COLUMN facts.institution_row.allergy_records IS '记录过敏和特殊需要';
COMMENT ON COLUMN facts.institution_row.medicine_rule IS '服药由监护人书面委托并登记';
COMMENT ON COLUMN facts.institution_row.drinking_ml IS '每次饮水量（ml）';
COMMENT ON COLUMN facts.institution_row.drinks_a_day IS '每日定时饮水次数';
COMMENT ON COLUMN facts.institution_row.meal_gap_minutes IS '两餐间隔（分钟）';
COMMENT ON COLUMN facts.institution_row.nap_minutes IS '午睡时长（分钟）';
COMMENT ON COLUMN facts.institution_row.airings_a_day IS '每日开窗通风次数';
COMMENT ON COLUMN facts.institution_row.airing_minutes IS '每次通风（分钟）';
COMMENT ON COLUMN facts.institution_row.daily_disinfection IS '桌面、毛巾、水杯每日消毒';
COMMENT ON COLUMN facts.institution_row.toys_washed_days IS '玩具清洗间隔（天）';
COMMENT ON COLUMN facts.institution_row.bedding_washed_days IS '床品清洗间隔（天）';
COMMENT ON COLUMN facts.institution_row.records_kept_years IS '卫生保健资料保存（年）';
COMMENT ON COLUMN facts.institution_row.health_checks_a_year IS '1 至 3 岁每年体检次数';
COMMENT ON COLUMN facts.institution_row.blood_check IS '每年血红蛋白或血常规检查';
COMMENT ON COLUMN facts.institution_row.hearing_check IS '每年听力筛查';
COMMENT ON COLUMN facts.institution_row.certificate_check_days IS '入托后查验接种证用时（天）';
COMMENT ON COLUMN facts.institution_row.infection_reported IS '传染病及时报告并消毒';
COMMENT ON COLUMN facts.institution_row.absence_tracked IS '专人追踪缺勤';
COMMENT ON COLUMN facts.institution_row.canteen_controls IS '食堂原料控制、清洗消毒和自查';
COMMENT ON COLUMN facts.institution_row.neighbours_consent IS '本栋业主书面同意';
COMMENT ON COLUMN facts.institution_row.escape_grilles IS '逃生窗装有影响逃生的防护栏';
COMMENT ON COLUMN facts.institution_row.floor_area_per_child_m2 IS '人均建筑面积（m²）';
COMMENT ON COLUMN facts.institution_row.hygiene_items_met IS '卫生评价基本标准符合项数（共 14 项）';
COMMENT ON COLUMN facts.institution_row.drill_days IS '距最近一次应急演练（天）';
COMMENT ON COLUMN facts.institution_row.fire_check_days IS '距最近一次防火检查（天）';
COMMENT ON COLUMN facts.institution_row.equipment_check_days IS '距最近一次设备检查（天）';
COMMENT ON COLUMN facts.institution_row.annual_report_days IS '距最近一次年度报告（天）';
COMMENT ON COLUMN facts.institution_row.emergency_plans IS '应急预案种数（共 6 种）';
COMMENT ON COLUMN facts.institution_row.topics_published IS '公示事项数（共 5 项）';
CREATE FUNCTION facts.institution(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.institution_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (i.id)::bigint,
        (profile.name)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (nullif(profile.legal_form, ''))::text,
        (nullif(profile.registrar, ''))::text,
        (nullif(profile.backing, ''))::text,
        (CASE profile.legal_form WHEN 'company' THEN true WHEN 'sole_trader' THEN true WHEN '' THEN NULL ELSE false END)::boolean,
        (profile.chain_name <> '')::boolean,
        (nullif(profile.employer_kind, ''))::text,
        (profile.host_inclusive)::boolean,
        (profile.open_to_public)::boolean,
        (profile.is_inclusive)::boolean,
        (EXISTS (SELECT 1 FROM institutions_demonstration d WHERE d.institution_id = i.id AND d.starts_on <= on_day AND (d.ends_on IS NULL OR d.ends_on > on_day)))::boolean,
        (profile.credit_code <> '')::boolean,
        (profile.scope_states_childcare)::boolean,
        (profile.name LIKE '%托育%')::boolean,
        (on_day - profile.registered_on)::integer,
        (on_day - standing.starts_on)::integer,
        (profile.has_meals)::boolean,
        (profile.places)::integer,
        (classes.places)::integer,
        (coalesce(classes.classes, 0))::integer,
        (coalesce(classes.children, profile.children_declared))::integer,
        (coalesce(staff.staff, profile.staff_declared))::integer,
        (staff.heads)::integer,
        (coalesce(staff.carers, profile.carers_declared))::integer,
        (coalesce(staff.health_workers, profile.health_workers_declared))::integer,
        (staff.health_workers_full_time)::integer,
        (staff.guards)::integer,
        (staff.cooks)::integer,
        (papers.kinds & 1 <> 0)::boolean,
        (papers.kinds & 2 <> 0)::boolean,
        (papers.kinds & 4 <> 0)::boolean,
        (papers.hygiene_passed)::boolean,
        (papers.kinds & 8 <> 0)::boolean,
        (papers.fire_days)::integer,
        (papers.kinds & 16 <> 0)::boolean,
        (papers.food_days_left)::integer,
        (papers.kinds & 32 <> 0)::boolean,
        (papers.kinds & 64 <> 0)::boolean,
        (nullif(site.tenure, ''))::text,
        (coalesce(site.sites, 0))::integer,
        (nullif(site.building_area_m2, 'NaN'))::numeric,
        (coalesce(nullif(rooms.highest_floor, 32767), nullif(site.highest_floor, 32767)))::integer,
        (coalesce(nullif(rooms.lowest_floor, -32768), nullif(site.lowest_floor, -32768)))::integer,
        (nullif(rooms.observation_m2, 'NaN'))::numeric,
        (rooms.observation_apart)::boolean,
        (coalesce(rooms.observation_beds, practice.observation_bed))::integer,
        (nullif(rooms.feeding_m2, 'NaN'))::numeric,
        (coalesce(services.services, 0))::integer,
        (coalesce(services.full_day, false))::boolean,
        (coalesce(services.half_day, false))::boolean,
        (coalesce(services.hourly, false))::boolean,
        (coalesce(services.temporary, false))::boolean,
        (services.monthly_price_fen)::integer,
        (coalesce(classes.children, profile.children_declared)::numeric / nullif(coalesce(staff.carers, profile.carers_declared), 0))::numeric,
        (nullif(site.building_area_m2, 'NaN') / nullif(coalesce(classes.children, profile.children_declared), 0))::numeric,
        (practice.agreement_signed)::boolean,
        (practice.agreement_complete)::boolean,
        (practice.guardian_identity_checked)::boolean,
        (practice.entry_check)::boolean,
        (practice.absence_recheck)::boolean,
        (practice.child_records)::boolean,
        (practice.parents_committee)::boolean,
        (practice.parents_meetings)::boolean,
        (practice.open_days)::boolean,
        (practice.publishes_fees)::boolean,
        (practice.publishes_care)::boolean,
        (practice.publishes_meals)::boolean,
        (practice.publishes_health)::boolean,
        (practice.publishes_security)::boolean,
        (practice.outdoor_minutes)::integer,
        (practice.daily_record)::boolean,
        (practice.health_watch)::boolean,
        (practice.abuse_reporting)::boolean,
        (practice.sick_child_rule)::boolean,
        (practice.rule_disinfection)::boolean,
        (practice.rule_isolation)::boolean,
        (practice.rule_infection)::boolean,
        (practice.staff_illness_rule)::boolean,
        (practice.pickup_rule)::boolean,
        (practice.plan_disaster)::boolean,
        (practice.plan_infection)::boolean,
        (practice.plan_poisoning)::boolean,
        (practice.plan_stampede)::boolean,
        (practice.plan_fire)::boolean,
        (practice.plan_violence)::boolean,
        (practice.fire_manager)::boolean,
        (practice.first_aid_trained)::boolean,
        (practice.daily_patrol)::boolean,
        (practice.alarm_always_on)::boolean,
        (practice.video_entrances)::boolean,
        (practice.video_living_areas)::boolean,
        (practice.video_days)::integer,
        (practice.one_key_alarm)::boolean,
        (practice.staff_gate)::boolean,
        (practice.staff_training)::boolean,
        (practice.ethics_training)::boolean,
        (practice.linked_clinic)::boolean,
        (practice.observation_equipment)::boolean,
        (practice.child_toilets)::boolean,
        (practice.own_cup_and_towel)::boolean,
        (practice.meal_area_clean)::boolean,
        (practice.menu_days)::integer,
        (practice.menu_with_amounts)::boolean,
        (practice.food_sample_grams)::integer,
        (practice.food_sample_hours)::integer,
        (practice.meal_account_apart)::boolean,
        (practice.meal_account_published)::boolean,
        (practice.meal_balance_percent)::numeric,
        (practice.allergy_records)::boolean,
        (practice.medicine_rule)::boolean,
        (practice.drinking_ml)::integer,
        (practice.drinks_a_day)::integer,
        (practice.meal_gap_minutes)::integer,
        (practice.nap_minutes)::integer,
        (practice.airings_a_day)::integer,
        (practice.airing_minutes)::integer,
        (practice.daily_disinfection)::boolean,
        (practice.toys_washed_days)::integer,
        (practice.bedding_washed_days)::integer,
        (practice.records_kept_years)::integer,
        (practice.health_checks_a_year)::integer,
        (practice.blood_check)::boolean,
        (practice.hearing_check)::boolean,
        (practice.certificate_check_days)::integer,
        (practice.infection_reported)::boolean,
        (practice.absence_tracked)::boolean,
        (practice.canteen_controls)::boolean,
        (practice.neighbours_consent)::boolean,
        (practice.escape_grilles)::boolean,
        (practice.floor_area_per_child_m2)::numeric,
        (practice.hygiene_items_met)::integer,
        (on_day - practice.last_drill_on)::integer,
        (on_day - practice.last_fire_check_on)::integer,
        (on_day - practice.last_equipment_check_on)::integer,
        (on_day - practice.annual_report_on)::integer,
        (practice.plan_disaster::int + practice.plan_infection::int + practice.plan_poisoning::int + practice.plan_stampede::int + practice.plan_fire::int + practice.plan_violence::int)::integer,
        (practice.publishes_fees::int + practice.publishes_care::int + practice.publishes_meals::int + practice.publishes_health::int + practice.publishes_security::int)::integer
    FROM institutions_institution i
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    LEFT JOIN institutions_practice practice ON practice.institution_id = i.id AND practice.institution_id BETWEEN first_id AND last_id
        AND practice.starts_on <= on_day AND (practice.ends_on IS NULL OR practice.ends_on > on_day)
    LEFT JOIN (SELECT institution_id, count(*) AS classes,
            CASE WHEN count(places) = count(*) THEN sum(places) END AS places,
            CASE WHEN count(children) = count(*) THEN sum(children) END AS children
        FROM institutions_nurseryclass c WHERE c.starts_on <= on_day AND (c.ends_on IS NULL OR c.ends_on > on_day)
          AND (only_ids IS NULL OR c.institution_id = ANY (only_ids)) AND c.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) classes
        ON classes.institution_id = i.id
    LEFT JOIN (SELECT institution_id, count(*) AS staff,
            sum((e.post = 'head')::integer) AS heads, sum((e.post = 'carer')::integer) AS carers,
            sum((e.post = 'health')::integer) AS health_workers,
            sum((e.post = 'health' AND e.is_full_time IS TRUE)::integer) AS health_workers_full_time,
            sum((e.post = 'guard')::integer) AS guards, sum((e.post = 'cook')::integer) AS cooks
        FROM workforce_employment e WHERE e.starts_on <= on_day AND (e.ends_on IS NULL OR e.ends_on > on_day)
          AND (only_ids IS NULL OR e.institution_id = ANY (only_ids)) AND e.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) staff
        ON staff.institution_id = i.id
    LEFT JOIN (SELECT institution_id,
            bool_or(passed) FILTER (WHERE kind = 'hygiene') AS hygiene_passed,
            min(on_day - issued_on) FILTER (WHERE kind = 'fire') AS fire_days,
            max(ends_on - on_day) FILTER (WHERE kind = 'food') AS food_days_left,
            bit_or(CASE kind WHEN 'registration' THEN 1 WHEN 'site' THEN 2 WHEN 'hygiene' THEN 4 WHEN 'fire' THEN 8
                WHEN 'food' THEN 16 WHEN 'insurance' THEN 32 WHEN 'permit' THEN 64 ELSE 0 END) AS kinds
        FROM institutions_licence l WHERE l.starts_on <= on_day AND (l.ends_on IS NULL OR l.ends_on > on_day)
          AND (only_ids IS NULL OR l.institution_id = ANY (only_ids)) AND l.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) papers
        ON papers.institution_id = i.id
    -- Unknown parts are carried through sums and extremes as in facts.class.
    LEFT JOIN (SELECT institution_id, min(tenure) AS tenure, count(*) AS sites, sum(coalesce(building_area_m2, 'NaN')) AS building_area_m2,
            max(coalesce(highest_floor, 32767)) AS highest_floor, min(coalesce(lowest_floor, -32768)) AS lowest_floor
        FROM institutions_site s WHERE s.starts_on <= on_day AND (s.ends_on IS NULL OR s.ends_on > on_day)
          AND (only_ids IS NULL OR s.institution_id = ANY (only_ids)) AND s.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) site
        ON site.institution_id = i.id
    LEFT JOIN (SELECT institution_id,
            max(coalesce(floor, 32767)) FILTER (WHERE purpose IN ('living', 'sleep', 'activity')) AS highest_floor,
            min(coalesce(floor, -32768)) FILTER (WHERE purpose IN ('living', 'sleep', 'activity')) AS lowest_floor,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'observation') AS observation_m2,
            bool_and(apart_from_living) FILTER (WHERE purpose = 'observation') AS observation_apart,
            sum(beds) FILTER (WHERE purpose = 'observation') AS observation_beds,
            sum(coalesce(area_m2, 'NaN')) FILTER (WHERE purpose = 'feeding') AS feeding_m2
        FROM institutions_room r WHERE r.starts_on <= on_day AND (r.ends_on IS NULL OR r.ends_on > on_day)
          AND (only_ids IS NULL OR r.institution_id = ANY (only_ids)) AND r.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) rooms
        ON rooms.institution_id = i.id
    LEFT JOIN (SELECT institution_id, count(*) AS services, bool_or(kind = 'full_day') AS full_day,
            bool_or(kind = 'half_day') AS half_day, bool_or(kind = 'hourly') AS hourly,
            bool_or(kind = 'temporary') AS temporary,
            min(price_fen) FILTER (WHERE kind = 'full_day' AND per = 'month') AS monthly_price_fen
        FROM institutions_offering o WHERE o.starts_on <= on_day AND (o.ends_on IS NULL OR o.ends_on > on_day)
          AND (only_ids IS NULL OR o.institution_id = ANY (only_ids)) AND o.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) services
        ON services.institution_id = i.id
    WHERE (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
$$;
COMMENT ON FUNCTION facts.institution(date, bigint[], bigint, bigint) IS '机构：在册（未注销）一家一行';
