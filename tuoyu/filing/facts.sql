-- Facts of filings: how they stood that day and how long the office took. What the clocks
-- reckoned in working days is stored by the services; nothing is reckoned twice here. A moment
-- becomes the city's day: what was handed in before eight in the morning is still that day.

CREATE TYPE facts.filing_row AS (
    institution_id bigint,
    subject_id bigint,
    subject_label text,
    region_code text,
    kind text,
    status text,
    form text,
    is_open boolean,
    receipted boolean,
    receipt_due date,
    receipt_in_time boolean,
    receipt_overdue boolean,
    receipt_workdays integer,
    mismatched boolean,
    notice_workdays integer,
    corrections integer,
    repeated_corrections integer,
    site_checked boolean,
    workdays_open integer
);
COMMENT ON COLUMN facts.filing_row.institution_id IS '机构内部编号；新机构出回执前为空';
COMMENT ON COLUMN facts.filing_row.subject_id IS '备案内部编号';
COMMENT ON COLUMN facts.filing_row.subject_label IS '办件编号';
COMMENT ON COLUMN facts.filing_row.region_code IS '备案县代码';
COMMENT ON COLUMN facts.filing_row.kind IS '种类：new 新备案；change 变更备案；suspension 暂停服务；resumption 恢复服务；cancellation 注销备案';
COMMENT ON COLUMN facts.filing_row.status IS '现在的状态：submitted 受理核对；correcting 待补正；approving 待审批；receipted 已出回执；checked 现场核实符合；mismatched 已告知不符合；published 已公开；withdrawn 已撤回';
COMMENT ON COLUMN facts.filing_row.form IS '申报的办托形式，同机构的 form';
COMMENT ON COLUMN facts.filing_row.is_open IS '当日仍在办';
COMMENT ON COLUMN facts.filing_row.receipted IS '当日已出回执';
COMMENT ON COLUMN facts.filing_row.receipt_due IS '回执期限（扣除补正中止）';
COMMENT ON COLUMN facts.filing_row.receipt_in_time IS '按期出回执；未出且未到期为空';
COMMENT ON COLUMN facts.filing_row.receipt_overdue IS '当日未出回执且已过期限';
COMMENT ON COLUMN facts.filing_row.receipt_workdays IS '出回执用时（工作日）';
COMMENT ON COLUMN facts.filing_row.mismatched IS '已告知不符合';
COMMENT ON COLUMN facts.filing_row.notice_workdays IS '告知不符合用时（工作日）';
COMMENT ON COLUMN facts.filing_row.corrections IS '补正次数（次）';
COMMENT ON COLUMN facts.filing_row.repeated_corrections IS '含本可一次告知事项的补正次数（次）';
COMMENT ON COLUMN facts.filing_row.site_checked IS '已完成现场核实';
COMMENT ON COLUMN facts.filing_row.workdays_open IS '自提交起在办用时（工作日，扣除补正中止，同办理时限的数法）';
CREATE FUNCTION facts.filing(on_day date, only_ids bigint[] DEFAULT NULL,
    first_id bigint DEFAULT 0, last_id bigint DEFAULT 9223372036854775807)
RETURNS SETOF facts.filing_row LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (f.institution_id)::bigint,
        (f.id)::bigint,
        (f.number)::text,
        (region.code)::text,
        (f.kind)::text,
        (f.status)::text,
        (nullif(f.content #>> '{profile,form}', ''))::text,
        (f.closed_at IS NULL OR days.closed_on > on_day)::boolean,
        (f.receipted_at IS NOT NULL AND days.receipted_on <= on_day)::boolean,
        (f.receipt_due)::date,
        (CASE WHEN days.receipted_on <= on_day THEN f.receipt_in_time
            WHEN f.closed_at IS NULL AND f.stopped_on IS NULL AND f.receipt_due < on_day THEN false END)::boolean,
        (f.receipted_at IS NULL AND f.closed_at IS NULL AND f.stopped_on IS NULL AND f.receipt_due < on_day)::boolean,
        (f.receipt_workdays)::integer,
        (f.status = 'mismatched')::boolean,
        (f.notice_workdays)::integer,
        (f.corrections)::integer,
        (coalesce(asked.repeats, 0))::integer,
        (coalesce(visits.visits, 0) > 0)::boolean,
        (facts.workdays_between(days.submitted_on, least(days.closed_on, on_day)) - coalesce(asked.stood, 0))::integer
    FROM filing_filing f
    CROSS JOIN LATERAL (SELECT
        (f.submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS submitted_on,
        (f.receipted_at AT TIME ZONE 'Asia/Shanghai')::date AS receipted_on,
        (f.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on) days
    JOIN org_unit unit ON unit.id = f.unit_id
    JOIN org_region region ON region.id = unit.region_id
    LEFT JOIN (SELECT r.filing_id, count(*) FILTER (WHERE r.repeats) AS repeats,
            sum(facts.workdays_between((r.asked_at AT TIME ZONE 'Asia/Shanghai')::date,
                least((coalesce(r.answered_at, whole.closed_at) AT TIME ZONE 'Asia/Shanghai')::date, on_day)))
                FILTER (WHERE (r.asked_at AT TIME ZONE 'Asia/Shanghai')::date <= on_day) AS stood
        FROM filing_correctionrequest r JOIN filing_filing whole ON whole.id = r.filing_id GROUP BY r.filing_id) asked
        ON asked.filing_id = f.id
    LEFT JOIN (SELECT filing_id, count(*) AS visits FROM filing_sitecheck
        WHERE concluded_at IS NOT NULL AND (concluded_at AT TIME ZONE 'Asia/Shanghai')::date <= on_day
        GROUP BY filing_id) visits
        ON visits.filing_id = f.id
    WHERE f.number IS NOT NULL AND days.submitted_on <= on_day
        AND (only_ids IS NULL OR f.institution_id = ANY (only_ids)) AND coalesce(f.institution_id, 0) BETWEEN first_id AND last_id
$$;
COMMENT ON FUNCTION facts.filing(date, bigint[], bigint, bigint) IS '备案办件：已提交的一件一行';
