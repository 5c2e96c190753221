-- Sources, branches with their provinces and life, and the terms branches name, from the accepted rows.

insert into source_dim
select row_number() over (order by source_id), source_id,
    coalesce(kind, case folder when 'seeds' then 'own' when 'press' then 'press' else 'handed_in' end),
    publisher, title, url, try_cast(published_on as date)
from accepted_sources;

insert into branch_event
select branch_id, event, "on"::date, other_branch_id, source_id, note
from accepted_branch_life
order by branch_id, "on", event;

-- How a province was written tells its place in both systems, unless the name lived on through a merger: then the time
-- of writing decides, and where that is not known the branch stays under the new province alone (DESIGN.md 5.11).
insert into branch_dim
with event as (
    select branch_id, event, happened_on, other_branch_id from branch_event
    union all
    -- A branch that is another's new name begins on that day, unless its founding is stated.
    select other_branch_id, 'founded', happened_on, null from branch_event r
    where event = 'renamed_to' and not exists (
        select 1 from branch_event f where f.branch_id = r.other_branch_id and f.event = 'founded'
    )
),
life as (
    select branch_id,
        max(happened_on) filter (event = 'founded') as active_from,
        -- A move under another parent ends no life.
        min(happened_on) filter (event not in ('founded', 'moved_to')) - 1 as active_to,
        arg_min(other_branch_id, happened_on) filter (event in ('merged_into', 'renamed_to')) as successor_id
    from event group by branch_id
),
-- Where a branch stands on the day of the build: under the parent of its last move, else the one branches.csv names.
moved as (
    select branch_id, arg_max(other_branch_id, happened_on) as parent
    from branch_event cross join build_setting
    where event = 'moved_to' and happened_on <= as_of group by branch_id
),
reported_of_source as (
    select source_id, last_start >= date '2025-07-01' as speaks_after, last_end <= date '2024-12-31' as speaks_before
    from (
        select source_key, max(period_start) as last_start, max(period_end) as last_end
        from memory.staging.sound_observations
        where not is_proposed and not is_not_reported group by source_key
    )
    join memory.staging.known_source using (source_key)
),
system as (
    select province_before_2025_07 as before, province_since_2025_07 as since, region,
        count(*) over (partition by province_since_2025_07) > 1 as was_merged,
        -- A merged province whose regions differ has one only under its old borders.
        min(region) over (partition by province_since_2025_07)
            = max(region) over (partition by province_since_2025_07) as shares_region
    from province_dim
),
written as (
    select b.* replace (coalesce(v.parent, b.parent) as parent), l.active_from, l.active_to, l.successor_id,
        case
            when l.active_to < date '2025-07-01' then true
            when l.active_from >= date '2025-07-01' then false
            when s.published_on is not null then s.published_on::date < date '2025-07-01'
            when r.speaks_after then false
            else coalesce(r.speaks_before, false)
        end as is_written_before
    from accepted_branches b
    left join life l using (branch_id)
    left join moved v using (branch_id)
    left join accepted_sources s on s.source_id = b.source_id
    left join reported_of_source r on r.source_id = b.source_id
),
placed as (
    select w.*,
        case
            when old.before is not null and (new.since is null or not new.was_merged or w.is_written_before)
                then old.before
            when old.before is null and new.since is not null and not new.was_merged then new.before
        end as before,
        case
            when old.before is not null and (new.since is null or not new.was_merged or w.is_written_before)
                then old.since
            else new.since
        end as since
    from written w
    left join system old on old.before = w.province
    left join (select since, any_value(before) as before, any_value(was_merged) as was_merged
               from system group by since) new on new.since = w.province
)
select row_number() over (order by p.branch_id), p.branch_id, p.name_vi,
    -- Vietnamese order once, at the build: a reader's question then sorts by a number.
    row_number() over (order by p.name_vi collate vi, p.branch_id),
    p.search_key,
    array_to_string(list_transform(regexp_extract_all(p.search_key, '[a-z0-9]+'), lambda w: w[1]), ''),
    p.search_key || ' ' || translate(strip_accents(lower(concat_ws(' ', p.before, p.since))), 'đ', 'd'),
    p.tier, p.sector, p.province, p.since, p.before,
    coalesce(
        (select region from system where system.before = p.before),
        (select any_value(region) from system where system.since = p.since and shares_region)
    ),
    case when parent.branch_id is not null then parent.branch_id end,
    coalesce(parent.name_vi, p.parent),
    p.active_from, p.active_to, p.successor_id, p.source_id, null, 0, null
from (
    select *,
        translate(strip_accents(lower(nfc_normalize(name_vi || ' ' || coalesce(province, '')))), 'đ', 'd') as search_key
    from placed
) p
left join accepted_branches parent on parent.branch_id = p.parent;

insert into succession
with recursive heir as (
    select b.branch_key, s.branch_key as heir_key
    from branch_dim b join branch_dim s on s.branch_id = b.successor_id
    union
    select h.branch_key, s.branch_key
    from heir h join branch_dim b on b.branch_key = h.heir_key join branch_dim s on s.branch_id = b.successor_id
)
select branch_key, heir_key from heir where branch_key <> heir_key order by all;

insert into branch_term
with named as (
    select branch_id, period_start, period_end
    from memory.staging.sound_observations join memory.staging.known_branch using (branch_key)
    where period_kind = 'term' and not is_not_reported
    union
    select branch_id, period_start::date, period_end::date from accepted_targets where period_kind = 'term'
)
select b.branch_key, n.period_start, n.period_end, c.cycle
from named n
join branch_dim b using (branch_id)
left join term_cycle c on year(n.period_start) between c.starts_from and c.starts_to
order by all;
