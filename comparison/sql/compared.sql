-- What every comparison starts from: `compared` has one row per branch in view, metric and period asked, with or
-- without a figure. Named parameters: $metrics, $periods, $grain, $tier, $boundary, $provinces, $sectors, $branches,
-- $scope (null = every branch). A question's own SELECT follows. Lines between `-- if FLAG` and `-- end` stand only where
-- the view has that flag (asking.flags_of): to plan a condition that does not bind costs more than to run the others.

with asked as (select unnest($periods::varchar[]) as period),
-- A year is its twelve months; a cycle is the years in which its terms begin.
span as (
    -- if not term
    select period, make_date(try_cast(period as integer), 1, 1) as starts, make_date(try_cast(period as integer), 12, 31) as ends
    from asked
    -- end
    -- if term
    select a.period, make_date(c.starts_from, 1, 1) as starts, make_date(c.starts_to, 12, 31) as ends
    from asked a left join term_cycle c on c.cycle = a.period
    -- end
),
wanted as (
    select metric_key, metric_id, unit, measure, direction
    from metric_dim where metric_id in (select unnest($metrics::varchar[]))
),
placed as (
    -- Named one by one: what a question does not need is not carried along for every branch.
    select b.branch_key, b.branch_id, b.name_vi, b.name_order, b.tier, b.sector, b.parent_id, b.parent_name, b.active_from,
        b.active_to,
        -- if before
        coalesce(b.province_before_2025_07, b.province_since_2025_07) as province,
        b.province_before_2025_07 is not null or b.province_since_2025_07 is null as province_is_certain
        -- end
        -- if not before
        b.province_since_2025_07 as province, true as province_is_certain
        -- end
    from branch_dim b
    where b.tier = $tier
        -- if scope
        and b.branch_id in (select unnest($scope::varchar[]))
        -- end
        -- if sectors
        and b.sector in (select unnest($sectors::varchar[]))
        -- end
        -- if branches
        and b.branch_id in (select unnest($branches::varchar[]))
        -- end
        -- if provinces
        -- Under the old borders only a branch whose old province is known belongs to it.
        and province_is_certain and province in (select unnest($provinces::varchar[]))
        -- end
),
in_view as (
    select s.period, p.*
    from placed p
    join span s
        on (p.active_from is null or p.active_from <= s.ends) and (p.active_to is null or p.active_to >= s.starts)
),
-- The cells that the filter takes: for questions that need no single branch.
cell_in_view as (
    select c.cell_key,
        -- if before
        coalesce(c.province_before_2025_07, c.province_since_2025_07) as province,
        c.province_before_2025_07 is not null or c.province_since_2025_07 is null as province_is_certain
        -- end
        -- if not before
        c.province_since_2025_07 as province, true as province_is_certain
        -- end
    from cell c
    where c.tier = $tier
        -- if sectors
        and c.sector in (select unnest($sectors::varchar[]))
        -- end
        -- if provinces
        and province_is_certain and province in (select unnest($provinces::varchar[]))
        -- end
),
known as (
    select f.metric_key, f.branch_key, f.period, f.period_start, f.period_end, f.value, f.low, f.high, f.is_approximate,
        f.has_conflict, f.derivation, f.counted_on, f.source_ids, f.source_set
    from figure_fact f
    where f.period_kind = $grain::period_kind
        -- if one_metric
        and f.metric_key = $metric_key
        -- end
        -- if not one_metric
        and f.metric_key in (select metric_key from wanted)
        -- end
        -- if several
        and f.period in (select period from asked)
        -- end
        -- if not several
        and f.period = $period
        -- end
),
-- if term
-- A term of which only some years are known: shown as k of n years, never ranked or added.
partial as (
    select t.branch_key, y.metric_key, t.cycle as period, t.period_start, t.period_end,
        sum(y.value) as value, sum(y.low) as low, sum(y.high) as high,
        bool_or(y.is_approximate) as is_approximate, bool_or(y.has_conflict) as has_conflict,
        list_sort(list_distinct(flatten(list(y.source_ids)))) as source_ids, count(*) as years_present
    from branch_term t
    join figure_fact y
        on y.branch_key = t.branch_key and y.period_kind = 'year'
        and y.period_start >= t.period_start and y.period_end <= t.period_end
    join wanted w on w.metric_key = y.metric_key and w.measure = 'flow'
    where t.cycle in (select period from asked)
    group by t.branch_key, y.metric_key, t.cycle, t.period_start, t.period_end
    -- Of several terms of one cycle the last that began speaks, as for whole figures.
    qualify row_number() over (
        partition by t.branch_key, y.metric_key, t.cycle order by t.period_start desc, t.period_end desc
    ) = 1
),
-- end
-- The figures and partial sums of the branches in view: what `compared` sets beside those that have none.
reported as (
    select k.period, k.metric_key, k.branch_key, k.value, k.low, k.high, k.is_approximate, false as is_partial,
        year(k.period_end) - year(k.period_start) + 1 as years_present, k.period_start, k.period_end, k.counted_on,
        k.derivation::varchar as derivation, k.has_conflict, k.source_ids, k.source_set
    from known k
    -- if not several
    semi join in_view v on v.branch_key = k.branch_key
    -- end
    -- if several
    -- Of many periods each figure is asked whether its branch exists then, not each branch in each period.
    join placed p on p.branch_key = k.branch_key
    join span s on s.period = k.period
        and (p.active_from is null or p.active_from <= s.ends) and (p.active_to is null or p.active_to >= s.starts)
    -- end
    -- if term
    union all
    select p.period, p.metric_key, p.branch_key, p.value, p.low, p.high, p.is_approximate, true, p.years_present,
        p.period_start, p.period_end, null, null, p.has_conflict, p.source_ids, null
    from partial p semi join in_view v on v.branch_key = p.branch_key and v.period = p.period
    anti join known k on k.branch_key = p.branch_key and k.metric_key = p.metric_key and k.period = p.period
    -- end
),
compared as (
    select v.period, w.metric_key, w.metric_id, w.unit, w.measure, w.direction,
        v.branch_key, v.branch_id, v.name_vi, v.name_order, v.tier, v.sector, v.province, v.province_is_certain, v.parent_id,
        v.parent_name, r.value, r.low, r.high, coalesce(r.is_approximate, false) as is_approximate,
        coalesce(r.is_partial, false) as is_partial,
        -- if term
        r.years_present, year(r.period_end) - year(r.period_start) + 1 as years_expected,
        -- end
        -- if not term
        null::bigint as years_present, null::bigint as years_expected,
        -- end
        $grain as period_kind, r.period_start, r.period_end, r.counted_on, r.derivation,
        coalesce(r.has_conflict, false) as has_conflict, coalesce(r.source_ids, []) as source_ids, r.source_set
    from in_view v
    cross join wanted w
    left join reported r on r.branch_key = v.branch_key and r.metric_key = w.metric_key and r.period = v.period
),
-- A branch and the one that took it over never enter one total for one period: the later one stands.
added as (
    select c.*,
        exists (
            select 1 from succession s join compared h
                on h.branch_key = s.heir_key and h.metric_key = c.metric_key and h.period = c.period
            where s.branch_key = c.branch_key and h.value is not null and not h.is_partial
        ) as is_left_out
    from compared c
    where c.value is not null and not c.is_partial
)
