-- What becomes of each accepted figure and target of the checked files beside the snapshot served (attached as base).

with meant as (
    select c.file, c.row, any_value(k.qualifier) as qualifier, list(k.source_id) as sources
    from memory.staging.accepted_corrections c
    join correction k on k.branch_id = c.branch_id and k.metric_id = c.metric_id and k.period_kind = c.period_kind
        and k.period_start = c.period_start::date and k.period_end = c.period_end::date
        and k.stated_value = c.old_value::double and k.corrected_value = c.new_value::double
        and (c.source_id is null or k.source_id = c.source_id) and (c.part is null or k.part = c.part::integer)
    where c.file <> '{base}'
    group by c.file, c.row
),
staged as (
    select 'figure' as kind, o.file, o.row, o.branch_id, o.metric_id, o.period_kind, o.period_start::date as period_start,
        o.period_end::date as period_end, try_cast(o.value as double) as value, o.qualifier, [o.source_id] as sources,
        o.status
    from memory.staging.accepted_observations o
    where o.file <> '{base}' and o.status in ('reported', 'not_reported')
    union all
    -- A correction says what a figure becomes, of one source or of all that say the old value.
    select 'correction', c.file, c.row, c.branch_id, c.metric_id, c.period_kind, c.period_start::date,
        c.period_end::date, c.new_value::double, coalesce(c.new_qualifier, m.qualifier, 'exact'),
        coalesce(m.sources, []), 'reported'
    from memory.staging.accepted_corrections c left join meant m on m.file = c.file and m.row = c.row
    where c.file <> '{base}'
),
figures as (
    select s.*, b.value as before, b.low as before_low, b.high as before_high, b.is_approximate as before_about,
        f.value as after, f.low as after_low, f.high as after_high, f.is_approximate as after_about,
        b.branch_id is null as is_new, s.status = 'not_reported' as is_withdrawal,
        (b.value, b.low, b.high, b.is_approximate) is distinct from (f.value, f.low, f.high, f.is_approximate)
            as is_changed,
        s.status = 'reported' and not list_has_any(f.source_ids, s.sources) as is_outranked
    from staged s
    left join figure f using (branch_id, metric_id, period_kind, period_start, period_end)
    left join base.figure b using (branch_id, metric_id, period_kind, period_start, period_end)
),
-- An aim takes the place of those the same source set before; every form of a branch is one source.
replaced as (
    select t.file, t.row, b.*
    from memory.staging.accepted_targets t
    join base.target b on b.branch_id = t.branch_id and b.metric_id = t.metric_id
        and b.period_kind = t.period_kind and b.period_start = t.period_start::date
        and b.period_end = t.period_end::date and b.cadence = t.cadence
        and (b.source_id = t.source_id
            or starts_with(b.source_id, '{own_form}') and starts_with(t.source_id, '{own_form}'))
    where t.file <> '{base}'
),
-- Of several aims for different groups those that are not stated anew.
gone as (
    select r.* from replaced r
    where (r.branch_id, r.metric_id, r.period_start, r.period_end, r.cadence, r.note) not in (
            select (branch_id, metric_id, period_start::date, period_end::date, cadence, note)
            from memory.staging.accepted_targets where file <> '{base}' and note is not null)
        and (select count(distinct (s.comparator, s.value, s.note)) from replaced s where s.file = r.file and s.row = r.row) > 1
        and (r.note is not null or not exists (
            select 1 from memory.staging.accepted_targets t where t.file <> '{base}' and t.note is null
                and t.branch_id = r.branch_id and t.metric_id = r.metric_id and t.period_start::date = r.period_start
                and t.period_end::date = r.period_end and t.cadence = r.cadence))
    qualify row_number() over (
        partition by branch_id, metric_id, period_kind, period_start, period_end, cadence, comparator, value, r.note
        order by r.file, r.row) = 1
),
aims as (
    select t.file, t.row, t.branch_id, t.metric_id, t.period_kind, t.period_start::date as period_start,
        t.period_end::date as period_end, t.value::double as value, t.comparator as qualifier, t.source_id,
        -- Several aims it takes the place of cannot be said in one number.
        case when count(distinct b.value) = 1 then any_value(b.value) end as before, t.value::double as after,
        count(b.branch_id) = 0 as is_new,
        not coalesce(bool_or((b.value, b.comparator, b.attained_value, b.attained_pct, b.note) is not distinct from
            (t.value::double, t.comparator, t.attained_value::double, t.attained_pct::double, t.note)), false)
            as is_changed,
        false as is_outranked
    from memory.staging.accepted_targets t
    left join replaced b on b.file = t.file and b.row = t.row
    where t.file <> '{base}'
    group by all
),
-- The row says nothing of them; they stood beside what it replaces.
dropped as (
    select file, row, branch_id, metric_id, period_kind, period_start, period_end, value, comparator as qualifier,
        source_id, value as before, null::double as after, false as is_new, true as is_changed, false as is_outranked,
        true as is_withdrawal
    from gone
)
select r.kind, r.file, p.sheet, coalesce(p.sheet_row, r.row) as row, p.column_name, r.branch_id, r.metric_id,
    r.period_kind, r.period_start, r.period_end, r.value, r.qualifier, r.before, r.before_low, r.before_high,
    r.before_about, r.after, r.after_low, r.after_high, r.after_about,
    case when is_withdrawal and is_new then 'not_reported' when is_withdrawal and after is null then 'withdrawn'
        when is_withdrawal then 'outranked' when is_outranked then 'outranked' when is_new then 'new'
        when is_changed then 'changed' else 'unchanged' end as outcome,
    coalesce((
        select string_agg(distinct d.rule, ', ' order by d.rule) from finding d
        where d.branch_id = r.branch_id and d.metric_id = r.metric_id
            and d.period_start = r.period_start and d.period_end = r.period_end
    ), '') as doubts
from (from figures union all by name from (select 'target' as kind, * from aims)
    union all by name from (select 'target' as kind, * from dropped)) r
left join memory.staging.place p on p.file = r.file and p.row = r.row
order by r.file, p.sheet, 4, r.period_start, r.metric_id;
