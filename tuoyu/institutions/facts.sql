-- Facts that the register alone gives: sites, rooms, services, papers.
-- `only_ids` narrows to some institutions; NULL means all. `first_id` to `last_id` is a share of the
-- city, so that several connections can judge it at once. Periods include starts_on, not ends_on.

CREATE TYPE facts.site_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    tenure text,
    building_area_m2 numeric,
    indoor_area_m2 numeric,
    outdoor_area_m2 numeric,
    child_rooms_m2 numeric,
    outdoor_shared boolean,
    outdoor_fenced boolean,
    old_district boolean,
    lowest_floor integer,
    highest_floor integer,
    structure_report boolean,
    away_from_hazards boolean,
    quake_resistant boolean,
    independent_building boolean,
    own_exit boolean,
    own_stairs boolean,
    fall_protection boolean,
    in_high_rise boolean,
    fire_rating integer,
    with_kindergarten boolean,
    kindergarten_separate boolean,
    living_space boolean,
    sunlight_hours numeric,
    railing_height_m numeric,
    railing_gap_m numeric,
    railing_anti_climb boolean,
    stair_well_m numeric,
    stair_anti_slide boolean,
    stair_gap_m numeric,
    handrail_height_m numeric,
    corridor_width_m numeric,
    corridor_two_sided boolean,
    socket_height_m numeric,
    safety_sockets boolean,
    exit_distance_m numeric,
    dead_end_m numeric,
    sandwich_panels boolean,
    three_in_one boolean,
    flammables boolean,
    sprinklers boolean,
    automatic_alarm boolean,
    smoke_alarms boolean,
    extinguisher_points integer,
    extinguishers integer,
    gas_kitchen boolean,
    gas_detector boolean,
    gas_shutoff boolean,
    electric_bikes_inside boolean,
    fire_review boolean,
    air_test_passed boolean,
    fittings_checked boolean,
    safety_facilities boolean,
    lease_months integer,
    lease_days_left integer,
    building_age_years integer,
    air_test_days integer,
    places integer,
    classes integer,
    outdoor_m2_per_place numeric,
    building_m2_per_place numeric
);
COMMENT ON TYPE facts.site_row IS '场地';
COMMENT ON COLUMN facts.site_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.site_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.site_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.site_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.site_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.site_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.site_row.tenure IS '场地性质：owned 自有；leased 租赁；lent 无偿使用';
COMMENT ON COLUMN facts.site_row.building_area_m2 IS '建筑面积（m²）';
COMMENT ON COLUMN facts.site_row.indoor_area_m2 IS '室内使用面积（m²）';
COMMENT ON COLUMN facts.site_row.outdoor_area_m2 IS '户外活动场地面积（m²）';
COMMENT ON COLUMN facts.site_row.child_rooms_m2 IS '儿童用房总面积（m²）';
COMMENT ON COLUMN facts.site_row.outdoor_shared IS '户外场地与他人共用';
COMMENT ON COLUMN facts.site_row.outdoor_fenced IS '户外场地有防护';
COMMENT ON COLUMN facts.site_row.old_district IS '位于老城区密集地段';
COMMENT ON COLUMN facts.site_row.lowest_floor IS '最低所在楼层';
COMMENT ON COLUMN facts.site_row.highest_floor IS '最高所在楼层';
COMMENT ON COLUMN facts.site_row.structure_report IS '有房屋结构安全报告';
COMMENT ON COLUMN facts.site_row.away_from_hazards IS '远离污染和危险源';
COMMENT ON COLUMN facts.site_row.quake_resistant IS '符合抗震要求';
COMMENT ON COLUMN facts.site_row.independent_building IS '独立建筑';
COMMENT ON COLUMN facts.site_row.own_exit IS '有独立出入口';
COMMENT ON COLUMN facts.site_row.own_stairs IS '有独立疏散楼梯';
COMMENT ON COLUMN facts.site_row.fall_protection IS '出入口有防坠物措施';
COMMENT ON COLUMN facts.site_row.in_high_rise IS '设在高层建筑内';
COMMENT ON COLUMN facts.site_row.fire_rating IS '耐火等级（1 至 4 级）';
COMMENT ON COLUMN facts.site_row.with_kindergarten IS '与幼儿园合建';
COMMENT ON COLUMN facts.site_row.kindergarten_separate IS '与幼儿园分区并有独立安全出口';
COMMENT ON COLUMN facts.site_row.living_space IS '有婴幼儿生活用房';
COMMENT ON COLUMN facts.site_row.sunlight_hours IS '冬至日底层满窗日照（小时）';
COMMENT ON COLUMN facts.site_row.railing_height_m IS '栏杆净高（m）';
COMMENT ON COLUMN facts.site_row.railing_gap_m IS '栏杆杆件净距（m）';
COMMENT ON COLUMN facts.site_row.railing_anti_climb IS '栏杆防攀登';
COMMENT ON COLUMN facts.site_row.stair_well_m IS '楼梯井净宽（m）';
COMMENT ON COLUMN facts.site_row.stair_anti_slide IS '楼梯井有防攀滑措施';
COMMENT ON COLUMN facts.site_row.stair_gap_m IS '楼梯栏杆净距（m）';
COMMENT ON COLUMN facts.site_row.handrail_height_m IS '幼儿扶手高度（m）';
COMMENT ON COLUMN facts.site_row.corridor_width_m IS '走廊净宽（m）';
COMMENT ON COLUMN facts.site_row.corridor_two_sided IS '走廊两侧布房';
COMMENT ON COLUMN facts.site_row.socket_height_m IS '电源插座高度（m）';
COMMENT ON COLUMN facts.site_row.safety_sockets IS '采用安全型插座';
COMMENT ON COLUMN facts.site_row.exit_distance_m IS '房门至安全出口距离（两个出口之间）（m）';
COMMENT ON COLUMN facts.site_row.dead_end_m IS '袋形走道房门至安全出口距离（m）';
COMMENT ON COLUMN facts.site_row.sandwich_panels IS '使用彩钢板建筑';
COMMENT ON COLUMN facts.site_row.three_in_one IS '设在三合一场所';
COMMENT ON COLUMN facts.site_row.flammables IS '存放易燃易爆物品';
COMMENT ON COLUMN facts.site_row.sprinklers IS '设自动喷水灭火';
COMMENT ON COLUMN facts.site_row.automatic_alarm IS '设火灾自动报警';
COMMENT ON COLUMN facts.site_row.smoke_alarms IS '装联网独立烟感';
COMMENT ON COLUMN facts.site_row.extinguisher_points IS '灭火器配置点数';
COMMENT ON COLUMN facts.site_row.extinguishers IS '灭火器具数';
COMMENT ON COLUMN facts.site_row.gas_kitchen IS '厨房使用燃气';
COMMENT ON COLUMN facts.site_row.gas_detector IS '装可燃气体探测器';
COMMENT ON COLUMN facts.site_row.gas_shutoff IS '装紧急切断装置';
COMMENT ON COLUMN facts.site_row.electric_bikes_inside IS '室内停放或充电电动车';
COMMENT ON COLUMN facts.site_row.fire_review IS '已办消防设计审查验收或备案';
COMMENT ON COLUMN facts.site_row.air_test_passed IS '室内空气检测合格';
COMMENT ON COLUMN facts.site_row.fittings_checked IS '设施设备定期检查';
COMMENT ON COLUMN facts.site_row.safety_facilities IS '配有安全防护设施';
COMMENT ON COLUMN facts.site_row.lease_months IS '租期（个月，整月）';
COMMENT ON COLUMN facts.site_row.lease_days_left IS '租期剩余（天）';
COMMENT ON COLUMN facts.site_row.building_age_years IS '房龄（年）';
COMMENT ON COLUMN facts.site_row.air_test_days IS '距上次空气检测（天）';
COMMENT ON COLUMN facts.site_row.places IS '机构托位数';
COMMENT ON COLUMN facts.site_row.classes IS '机构班级数';
COMMENT ON COLUMN facts.site_row.outdoor_m2_per_place IS '人均户外场地（m²，按托位）';
COMMENT ON COLUMN facts.site_row.building_m2_per_place IS '人均建筑面积（m²，按托位）';
CREATE FUNCTION facts.site(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.site_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (site.id)::bigint,
        (site.address)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (nullif(site.tenure, ''))::text,
        (site.building_area_m2)::numeric,
        (site.indoor_area_m2)::numeric,
        (site.outdoor_area_m2)::numeric,
        (site.child_rooms_m2)::numeric,
        (site.outdoor_shared)::boolean,
        (site.outdoor_fenced)::boolean,
        (site.old_district)::boolean,
        (site.lowest_floor)::integer,
        (site.highest_floor)::integer,
        (site.structure_report)::boolean,
        (site.away_from_hazards)::boolean,
        (site.quake_resistant)::boolean,
        (site.independent_building)::boolean,
        (site.own_exit)::boolean,
        (site.own_stairs)::boolean,
        (site.fall_protection)::boolean,
        (site.in_high_rise)::boolean,
        (site.fire_rating)::integer,
        (site.with_kindergarten)::boolean,
        (site.kindergarten_separate)::boolean,
        (site.living_space)::boolean,
        (site.sunlight_hours)::numeric,
        (site.railing_height_m)::numeric,
        (site.railing_gap_m)::numeric,
        (site.railing_anti_climb)::boolean,
        (site.stair_well_m)::numeric,
        (site.stair_anti_slide)::boolean,
        (site.stair_gap_m)::numeric,
        (site.handrail_height_m)::numeric,
        (site.corridor_width_m)::numeric,
        (site.corridor_two_sided)::boolean,
        (site.socket_height_m)::numeric,
        (site.safety_sockets)::boolean,
        (site.exit_distance_m)::numeric,
        (site.dead_end_m)::numeric,
        (site.sandwich_panels)::boolean,
        (site.three_in_one)::boolean,
        (site.flammables)::boolean,
        (site.sprinklers)::boolean,
        (site.automatic_alarm)::boolean,
        (site.smoke_alarms)::boolean,
        (site.extinguisher_points)::integer,
        (site.extinguishers)::integer,
        (site.gas_kitchen)::boolean,
        (site.gas_detector)::boolean,
        (site.gas_shutoff)::boolean,
        (site.electric_bikes_inside)::boolean,
        (site.fire_review)::boolean,
        (site.air_test_passed)::boolean,
        (site.fittings_checked)::boolean,
        (site.safety_facilities)::boolean,
        (extract(year FROM age(site.lease_ends_on + 1, site.lease_starts_on)) * 12 + extract(month FROM age(site.lease_ends_on + 1, site.lease_starts_on)))::integer,
        (site.lease_ends_on - on_day)::integer,
        (extract(year FROM on_day) - site.building_year)::integer,
        (on_day - site.air_tested_on)::integer,
        (profile.places)::integer,
        (coalesce(classes.classes, 0))::integer,
        (site.outdoor_area_m2 / nullif(profile.places, 0))::numeric,
        (site.building_area_m2 / nullif(profile.places, 0))::numeric
    FROM institutions_site site
    JOIN institutions_institution i ON i.id = site.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND site.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    LEFT JOIN (SELECT institution_id, count(*) AS classes  -- joined, since a subquery by row keeps parallel workers out
        FROM institutions_nurseryclass c WHERE c.starts_on <= on_day AND (c.ends_on IS NULL OR c.ends_on > on_day)
          AND (only_ids IS NULL OR c.institution_id = ANY (only_ids)) AND c.institution_id BETWEEN first_id AND last_id GROUP BY institution_id) classes ON classes.institution_id = i.id
    WHERE site.starts_on <= on_day AND (site.ends_on IS NULL OR site.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.site(date, bigint[], bigint, bigint) IS '场地：一处一行';

CREATE TYPE facts.room_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    purpose text,
    floor integer,
    area_m2 numeric,
    clear_height_m numeric,
    window_area_m2 numeric,
    window_sill_m numeric,
    window_guard_m numeric,
    inward_window boolean,
    west_facing boolean,
    shaded boolean,
    doors integer,
    door_width_m numeric,
    finger_guard boolean,
    safe_glass boolean,
    unsuitable_door boolean,
    below_wet_room boolean,
    zones_visible boolean,
    soft_floor boolean,
    soft_wall_m numeric,
    safety_fence boolean,
    floor_mat boolean,
    beds integer,
    bunk_beds boolean,
    bed_from_outer_wall_m numeric,
    toilets integer,
    urinals integer,
    basins integer,
    seat_height_m numeric,
    basin_height_m numeric,
    basin_depth_m numeric,
    apart_from_living boolean,
    class_kind text,
    class_places integer,
    window_ratio numeric,
    is_child_room boolean,
    fire_rating integer
);
COMMENT ON TYPE facts.room_row IS '用房';
COMMENT ON COLUMN facts.room_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.room_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.room_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.room_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.room_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.room_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.room_row.purpose IS '用途：living 活动睡眠合用；sleep 睡眠区；activity 活动区；dining 配餐区；cleaning 清洁区；toilet 卫生间；washing 盥洗；cloakroom 衣帽间；storage 储藏区；feeding 喂奶室；observation 保健观察室；kitchen 厨房；office 办公';
COMMENT ON COLUMN facts.room_row.floor IS '楼层';
COMMENT ON COLUMN facts.room_row.area_m2 IS '使用面积（m²）';
COMMENT ON COLUMN facts.room_row.clear_height_m IS '净高（m）';
COMMENT ON COLUMN facts.room_row.window_area_m2 IS '窗洞口面积（m²）';
COMMENT ON COLUMN facts.room_row.window_sill_m IS '窗台高度（m）';
COMMENT ON COLUMN facts.room_row.window_guard_m IS '窗防护高度（m）';
COMMENT ON COLUMN facts.room_row.inward_window IS '距地 1.80 m 以下有内开或下悬窗';
COMMENT ON COLUMN facts.room_row.west_facing IS '朝西';
COMMENT ON COLUMN facts.room_row.shaded IS '有遮阳';
COMMENT ON COLUMN facts.room_row.doors IS '疏散门数';
COMMENT ON COLUMN facts.room_row.door_width_m IS '双扇门净宽（m）';
COMMENT ON COLUMN facts.room_row.finger_guard IS '门有防夹手设施';
COMMENT ON COLUMN facts.room_row.safe_glass IS '距地 1.20 m 以下玻璃为安全玻璃';
COMMENT ON COLUMN facts.room_row.unsuitable_door IS '设有旋转、弹簧、推拉门或门槛';
COMMENT ON COLUMN facts.room_row.below_wet_room IS '上层为厨房、卫生间等用水房间';
COMMENT ON COLUMN facts.room_row.zones_visible IS '各区分隔且视线可及';
COMMENT ON COLUMN facts.room_row.soft_floor IS '地面为暖性软质面层';
COMMENT ON COLUMN facts.room_row.soft_wall_m IS '墙面软质高度（m）';
COMMENT ON COLUMN facts.room_row.safety_fence IS '有安全围栏';
COMMENT ON COLUMN facts.room_row.floor_mat IS '有地垫';
COMMENT ON COLUMN facts.room_row.beds IS '床位数';
COMMENT ON COLUMN facts.room_row.bunk_beds IS '使用双层床';
COMMENT ON COLUMN facts.room_row.bed_from_outer_wall_m IS '床距外墙（m）';
COMMENT ON COLUMN facts.room_row.toilets IS '便器数';
COMMENT ON COLUMN facts.room_row.urinals IS '小便器数';
COMMENT ON COLUMN facts.room_row.basins IS '洗手池数';
COMMENT ON COLUMN facts.room_row.seat_height_m IS '坐便器高度（m）';
COMMENT ON COLUMN facts.room_row.basin_height_m IS '洗手池高度（m）';
COMMENT ON COLUMN facts.room_row.basin_depth_m IS '洗手池宽度（m）';
COMMENT ON COLUMN facts.room_row.apart_from_living IS '与婴幼儿生活用房有适当距离';
COMMENT ON COLUMN facts.room_row.class_kind IS '所属班型：infant 乳儿班；junior 托小班；senior 托大班；mixed 混合班';
COMMENT ON COLUMN facts.room_row.class_places IS '所属班级托位数';
COMMENT ON COLUMN facts.room_row.window_ratio IS '窗洞口面积与房间面积之比';
COMMENT ON COLUMN facts.room_row.is_child_room IS '是否婴幼儿用房';
COMMENT ON COLUMN facts.room_row.fire_rating IS '所在建筑耐火等级（1 至 4 级）';
CREATE FUNCTION facts.room(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.room_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (room.id)::bigint,
        (room.name)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (room.purpose)::text,
        (room.floor)::integer,
        (room.area_m2)::numeric,
        (room.clear_height_m)::numeric,
        (room.window_area_m2)::numeric,
        (room.window_sill_m)::numeric,
        (room.window_guard_m)::numeric,
        (room.inward_window)::boolean,
        (room.west_facing)::boolean,
        (room.shaded)::boolean,
        (room.doors)::integer,
        (room.door_width_m)::numeric,
        (room.finger_guard)::boolean,
        (room.safe_glass)::boolean,
        (room.unsuitable_door)::boolean,
        (room.below_wet_room)::boolean,
        (room.zones_visible)::boolean,
        (room.soft_floor)::boolean,
        (room.soft_wall_m)::numeric,
        (room.safety_fence)::boolean,
        (room.floor_mat)::boolean,
        (room.beds)::integer,
        (room.bunk_beds)::boolean,
        (room.bed_from_outer_wall_m)::numeric,
        (room.toilets)::integer,
        (room.urinals)::integer,
        (room.basins)::integer,
        (room.seat_height_m)::numeric,
        (room.basin_height_m)::numeric,
        (room.basin_depth_m)::numeric,
        (room.apart_from_living)::boolean,
        (nursery_class.kind)::text,
        (nursery_class.places)::integer,
        (room.window_area_m2 / nullif(room.area_m2, 0))::numeric,
        (room.purpose IN ('living', 'sleep', 'activity'))::boolean,
        (site.fire_rating)::integer
    FROM institutions_room room
    JOIN institutions_institution i ON i.id = room.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND room.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    LEFT JOIN institutions_site site ON site.institution_id = i.id AND site.institution_id BETWEEN first_id AND last_id
        AND coalesce(site.origin_id, site.id) = room.site_id AND site.starts_on <= on_day AND (site.ends_on IS NULL OR site.ends_on > on_day)
    LEFT JOIN institutions_nurseryclass nursery_class ON nursery_class.institution_id = i.id
        AND nursery_class.institution_id BETWEEN first_id AND last_id
        AND coalesce(nursery_class.origin_id, nursery_class.id) = room.nursery_class_id
        AND nursery_class.starts_on <= on_day AND (nursery_class.ends_on IS NULL OR nursery_class.ends_on > on_day)
    WHERE room.starts_on <= on_day AND (room.ends_on IS NULL OR room.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.room(date, bigint[], bigint, bigint) IS '用房：一间一行';

CREATE TYPE facts.service_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    kind text,
    price_fen integer,
    per text,
    meals_fen integer,
    is_published boolean,
    is_inclusive boolean
);
COMMENT ON TYPE facts.service_row IS '服务与收费';
COMMENT ON COLUMN facts.service_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.service_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.service_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.service_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.service_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.service_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.service_row.kind IS '服务形式：full_day 全日托；half_day 半日托；hourly 计时托；temporary 临时托';
COMMENT ON COLUMN facts.service_row.price_fen IS '保育费（分）';
COMMENT ON COLUMN facts.service_row.per IS '计费单位：month 月；day 天；hour 小时；time 次';
COMMENT ON COLUMN facts.service_row.meals_fen IS '伙食费（分）';
COMMENT ON COLUMN facts.service_row.is_published IS '已公示';
COMMENT ON COLUMN facts.service_row.is_inclusive IS '普惠托育';
CREATE FUNCTION facts.service(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.service_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (offering.id)::bigint,
        (offering.kind)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (offering.kind)::text,
        (offering.price_fen)::integer,
        (offering.per)::text,
        (offering.meals_fen)::integer,
        (offering.is_published)::boolean,
        (profile.is_inclusive)::boolean
    FROM institutions_offering offering
    JOIN institutions_institution i ON i.id = offering.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND offering.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    WHERE offering.starts_on <= on_day AND (offering.ends_on IS NULL OR offering.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.service(date, bigint[], bigint, bigint) IS '服务与收费：一项一行';

CREATE TYPE facts.licence_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    status text,
    form text,
    kind text,
    passed boolean,
    days_left integer,
    issued_days integer,
    has_number boolean,
    has_attachment boolean
);
COMMENT ON TYPE facts.licence_row IS '证照';
COMMENT ON COLUMN facts.licence_row.institution_id IS '机构内部编号';
COMMENT ON COLUMN facts.licence_row.subject_id IS '对象内部编号';
COMMENT ON COLUMN facts.licence_row.subject_label IS '对象名称';
COMMENT ON COLUMN facts.licence_row.region_code IS '属地县代码';
COMMENT ON COLUMN facts.licence_row.status IS '机构状态：registered 已登记未备案；filed 已备案；suspended 暂停';
COMMENT ON COLUMN facts.licence_row.form IS '办托形式：independent 独立托育机构；community 社区嵌入式托育；kindergarten_class 幼儿园托班；employer 用人单位办托；family_site 家庭托育点；comprehensive_centre 托育综合服务中心';
COMMENT ON COLUMN facts.licence_row.kind IS '证照种类：registration 营业执照或法人登记证书；site 场地证明；hygiene 托幼机构卫生评价报告；fire 消防安全检查合格证明；food 食品经营许可证；insurance 托育机构责任保险；security 技防证明；permit 托育服务许可证';
COMMENT ON COLUMN facts.licence_row.passed IS '结论合格';
COMMENT ON COLUMN facts.licence_row.days_left IS '剩余有效（天）；长期有效为空';
COMMENT ON COLUMN facts.licence_row.issued_days IS '发证至今（天）';
COMMENT ON COLUMN facts.licence_row.has_number IS '有编号';
COMMENT ON COLUMN facts.licence_row.has_attachment IS '有附件';
CREATE FUNCTION facts.licence(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.licence_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (i.id)::bigint,
        (licence.id)::bigint,
        (licence.kind)::text,
        (county.code)::text,
        (standing.status)::text,
        (profile.form)::text,
        (licence.kind)::text,
        (licence.passed)::boolean,
        (licence.ends_on - on_day)::integer,
        (on_day - licence.issued_on)::integer,
        (licence.number <> '')::boolean,
        (licence.attachment_id IS NOT NULL)::boolean
    FROM institutions_licence licence
    JOIN institutions_institution i ON i.id = licence.institution_id AND (only_ids IS NULL OR i.id = ANY (only_ids)) AND i.id BETWEEN first_id AND last_id
        AND licence.institution_id BETWEEN first_id AND last_id
    JOIN org_region county ON county.id = i.county_id
    JOIN institutions_standing standing ON standing.institution_id = i.id AND standing.institution_id BETWEEN first_id AND last_id
        AND standing.starts_on <= on_day AND (standing.ends_on IS NULL OR standing.ends_on > on_day)
        AND standing.status <> 'cancelled'
    JOIN institutions_profile profile ON profile.institution_id = i.id AND profile.institution_id BETWEEN first_id AND last_id
        AND profile.starts_on <= on_day AND (profile.ends_on IS NULL OR profile.ends_on > on_day)
    WHERE licence.starts_on <= on_day AND (licence.ends_on IS NULL OR licence.ends_on > on_day)
$$;
COMMENT ON FUNCTION facts.licence(date, bigint[], bigint, bigint) IS '证照：在有效期内的一证一行';
