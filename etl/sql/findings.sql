-- The rules of doubt: each statement is one rule, says what it saw with both numbers, and changes no figure.

-- Sixteen digits and more need a wider whole number, which takes ten times as long to write.
create or replace macro whole(x) as
    case when abs(x) < 1e15 then format('{:,d}', x::bigint) else format('{:,d}', x::hugeint) end;
create or replace macro vi(x) as
    case when x = floor(x) then replace(whole(x), ',', '.')
    else replace(replace(replace(format('{:,.1f}', x), ',', '_'), '.', ','), '_', '.') end;
create or replace macro en(x) as
    case when x = floor(x) then whole(x) else format('{:,.1f}', x) end;
create or replace macro en_exact(x) as
    case when x = floor(x) then en(x) else round(x, 6)::varchar end;
create or replace macro vi_exact(x) as replace(en_exact(x), '.', ',');
-- A figure with what is certain of it, as the screens show it.
create or replace macro bounds_sign(value, low, high, about) as
    case when isinf(high) then '≥ ' when low < value then '≤ ' else '' end || case when about then '≈ ' else '' end;
create or replace macro both_sources(a, b) as list_sort(list_distinct(list_concat(a, b)));

create or replace temp view known as
select f.*, b.branch_id, b.name_vi as branch_name, b.tier, b.parent_id, b.successor_id, b.active_from, b.active_to,
    m.metric_id, m."group", m.name_vi as metric_vi, m.name_en as metric_en, m.unit, m.measure
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key);

-- honoured_above_members: more people honoured in a year than there are members.
insert into finding
select 'warning', 'honoured_above_members', h.branch_id, h.metric_id, h.period_start, h.period_end,
    format('{}: {} người được ghi nhận, trong khi chỉ có {} đoàn viên ({}%). Giữ nguyên như nguồn.',
        h.metric_vi, bounds_sign(h.value, h.low, h.high, h.is_approximate) || vi(h.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || vi(m.value), vi(round(100 * h.value / m.value, 1))),
    format('{}: {} people honoured, but only {} members ({}%). Kept as printed.',
        h.metric_en, bounds_sign(h.value, h.low, h.high, h.is_approximate) || en(h.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || en(m.value), en(round(100 * h.value / m.value, 1))),
    both_sources(h.source_ids, m.source_ids)
from known h join known m using (branch_key, period_kind, period_start, period_end)
where h."group" = 'emulation' and h.unit = 'person' and h.period_kind = 'year' and m.metric_id = 'members_total'
    and m.value > 0 and h.low > m.high;

-- person_turns_over_term: people counted once a year over a term; a number of turns, never a share of the members.
insert into finding
select 'info', 'person_turns_over_term', h.branch_id, h.metric_id, h.period_start, h.period_end,
    format('{}: {} là lượt người cộng dồn cả nhiệm kỳ, trên {} đoàn viên; không phải tỷ lệ.',
        h.metric_vi, bounds_sign(h.value, h.low, h.high, h.is_approximate) || vi(h.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || vi(m.value)),
    format('{}: {} are person-turns added over the term, for {} members; not a share.',
        h.metric_en, bounds_sign(h.value, h.low, h.high, h.is_approximate) || en(h.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || en(m.value)),
    both_sources(h.source_ids, m.source_ids)
from known h join known m using (branch_key, period_kind, period_start, period_end)
where h."group" = 'emulation' and h.unit = 'person' and h.measure = 'flow' and h.period_kind = 'term'
    and m.metric_id = 'members_total' and h.low > m.high;

-- early_above_regular_raises: more early salary raises than regular ones; the two may be swapped in the source.
insert into finding
select 'warning', 'early_above_regular_raises', e.branch_id, e.metric_id, e.period_start, e.period_end,
    format('{} lượt nâng lương trước hạn so với {} lượt thường xuyên: có thể nguồn đã đảo hai số. Giữ nguyên như nguồn.',
        bounds_sign(e.value, e.low, e.high, e.is_approximate) || vi(e.value), bounds_sign(r.value, r.low, r.high, r.is_approximate) || vi(r.value)),
    format('{} early salary raises against {} regular ones: the source may have swapped them. Kept as printed.',
        bounds_sign(e.value, e.low, e.high, e.is_approximate) || en(e.value), bounds_sign(r.value, r.low, r.high, r.is_approximate) || en(r.value)),
    both_sources(e.source_ids, r.source_ids)
from known e join known r using (branch_key, period_kind, period_start, period_end)
where e.metric_id = 'early_salary_raises' and r.metric_id = 'regular_salary_raises' and e.low > r.high;

-- share_over_100: a percentage above 100.
insert into finding
select 'warning', 'share_over_100', branch_id, metric_id, period_start, period_end,
    format('{}: {}%, vượt quá 100%. Giữ nguyên như nguồn.', metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value)),
    format('{}: {}%, above 100%. Kept as printed.', metric_en, bounds_sign(value, low, high, is_approximate) || en(value)), source_ids
from known where unit = 'percent' and low > 100;

-- share_small: a percentage of at most 2; a share of one (0.67, 1.05) may have been typed in its place.
insert into finding
select 'warning', 'share_small', branch_id, metric_id, period_start, period_end,
    format('{}: chỉ {}%; có thể đã ghi tỷ số {} thay cho {}%. Giữ nguyên như nguồn.', metric_vi,
        bounds_sign(value, low, high, is_approximate) || vi_exact(value), vi_exact(value), vi_exact(value * 100)),
    format('{}: only {}%; the share {} may have been typed for {}%. Kept as printed.', metric_en,
        bounds_sign(value, low, high, is_approximate) || en_exact(value), en_exact(value), en_exact(value * 100)),
    source_ids
from known where unit = 'percent' and derivation = 'stated' and value > 0 and value <= 2;

-- women_above_members: more women members than members.
insert into finding
select 'warning', 'women_above_members', w.branch_id, w.metric_id, w.period_start, w.period_end,
    format('{} đoàn viên nữ, nhiều hơn {} đoàn viên.', bounds_sign(w.value, w.low, w.high, w.is_approximate) || vi(w.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || vi(m.value)),
    format('{} women members, more than {} members.', bounds_sign(w.value, w.low, w.high, w.is_approximate) || en(w.value), bounds_sign(m.value, m.low, m.high, m.is_approximate) || en(m.value)),
    both_sources(w.source_ids, m.source_ids)
from known w join known m using (branch_key, period_kind, period_start, period_end)
where w.metric_id = 'members_female' and m.metric_id = 'members_total' and w.low > m.high;

-- members_above_workers: more members than workers covered.
insert into finding
select 'warning', 'members_above_workers', m.branch_id, m.metric_id, m.period_start, m.period_end,
    format('{} đoàn viên, nhiều hơn {} CNVCLĐ.', bounds_sign(m.value, m.low, m.high, m.is_approximate) || vi(m.value), bounds_sign(w.value, w.low, w.high, w.is_approximate) || vi(w.value)),
    format('{} members, more than {} workers covered.', bounds_sign(m.value, m.low, m.high, m.is_approximate) || en(m.value), bounds_sign(w.value, w.low, w.high, w.is_approximate) || en(w.value)),
    both_sources(m.source_ids, w.source_ids)
from known m join known w using (branch_key, period_kind, period_start, period_end)
where m.metric_id = 'members_total' and w.metric_id = 'workers_total' and m.low > w.high;

-- targets_met_above_set: more targets met than were set.
insert into finding
select 'warning', 'targets_met_above_set', m.branch_id, m.metric_id, m.period_start, m.period_end,
    format('{} chỉ tiêu hoàn thành, nhiều hơn {} chỉ tiêu đề ra.', bounds_sign(m.value, m.low, m.high, m.is_approximate) || vi(m.value), bounds_sign(t.value, t.low, t.high, t.is_approximate) || vi(t.value)),
    format('{} targets met, more than the {} set.', bounds_sign(m.value, m.low, m.high, m.is_approximate) || en(m.value), bounds_sign(t.value, t.low, t.high, t.is_approximate) || en(t.value)),
    both_sources(m.source_ids, t.source_ids)
from known m join known t using (branch_key, period_kind, period_start, period_end)
where m.metric_id = 'targets_met' and t.metric_id = 'targets_total' and m.low > t.high;

-- head_count_jump: a head count that halves or doubles between two counts not more than two years apart;
-- unit_off_by_1000: a figure about a thousand times the one before it.
-- Two neighbours cannot lie further apart than the least and the greatest: most rows need no neighbours.
create temp table spread as
select f.branch_key, f.metric_key
from figure_fact f
semi join metric_dim m on m.metric_key = f.metric_key and m.unit not in ('percent', 'rank')
where f.period_kind in ('as_of', 'year') and f.derivation = 'stated' and f.value > 0
group by f.branch_key, f.metric_key
having max(f.value) > 890 * min(f.value)
    or max(f.value) > 1.9 * min(f.value) and f.metric_key = (select metric_key from metric_dim where metric_id = 'members_total');

-- Narrow rows while neighbours are sought; names and sources are fetched for what is found.
create temp table jumped as
with counted as (
    select f.rowid as this_row, f.value, f.counted_on, metric_key,
        lag(f.value) over w as previous, lag(f.counted_on) over w as previous_on, lag(f.rowid) over w as previous_row
    from figure_fact f semi join spread using (branch_key, metric_key)
    where f.period_kind in ('as_of', 'year') and f.derivation = 'stated' and f.value > 0
    window w as (partition by f.branch_key, f.metric_key order by f.counted_on, f.period_kind)
)
select c.*, greatest(c.value / previous, previous / c.value) between 900 and 1100 as is_thousand
from counted c join metric_dim m using (metric_key)
where previous > 0 and (
    greatest(c.value / previous, previous / c.value) between 900 and 1100
    or (m.metric_id = 'members_total' and c.counted_on - previous_on between 1 and 731
        and greatest(c.value / previous, previous / c.value) >= 2)
);

insert into finding
select case when is_thousand then 'error' else 'warning' end,
    case when is_thousand then 'unit_off_by_1000' else 'head_count_jump' end,
    branch_id, metric_id, period_start, period_end,
    format('{}: {} (ngày {}) so với {} (ngày {}): {}.', metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value), strftime(counted_on, '%d/%m/%Y'),
        vi(previous), strftime(previous_on, '%d/%m/%Y'),
        case when is_thousand then 'lệch khoảng một nghìn lần, có thể sai đơn vị'
            when value < previous then 'giảm từ một nửa trở lên' else 'tăng từ gấp đôi trở lên' end),
    format('{}: {} (on {}) against {} (on {}): {}.', metric_en, bounds_sign(value, low, high, is_approximate) || en(value), strftime(counted_on, '%d/%m/%Y'),
        en(previous), strftime(previous_on, '%d/%m/%Y'),
        case when is_thousand then 'about a thousand times apart, perhaps a wrong unit'
            when value < previous then 'fell by half or more' else 'doubled or more' end),
    both_sources(source_ids, previous_sources)
from (
    select j.*, f.low, f.high, f.is_approximate, f.period_start, f.period_end, f.source_ids, o.source_ids as previous_sources, b.branch_id, m.metric_id,
        m.name_vi as metric_vi, m.name_en as metric_en
    from jumped j
    join figure_fact f on f.rowid = j.this_row
    join figure_fact o on o.rowid = j.previous_row
    join branch_dim b on b.branch_key = f.branch_key
    join metric_dim m on m.metric_key = f.metric_key
);

drop table jumped;
drop table spread;

-- sources_disagree: two sources give different values for one figure.
insert into finding
select 'warning', 'sources_disagree', branch_id, metric_id, period_start, period_end,
    format('{}: các nguồn nêu số khác nhau; dùng {} theo thứ tự ưu tiên nguồn.', metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value)),
    format('{}: sources differ; {} is used by the order of sources.', metric_en, bounds_sign(value, low, high, is_approximate) || en(value)),
    (select list_sort(list(distinct s.source_id)) from observation_fact o join source_dim s using (source_key)
     where o.branch_key = k.branch_key and o.metric_key = k.metric_key and o.period_kind = k.period_kind
        and o.period_start = k.period_start and o.period_end = k.period_end and not o.is_proposed)
from known k where has_conflict and derivation = 'stated';

-- parts_above_total: welfare spending by kind adds up to more than the total the source states.
insert into finding
with total as (
    select f.* from figure_fact f join metric_dim m using (metric_key) where m.metric_id = 'welfare_total_amount'
),
kind as (
    select f.branch_key, f.period_kind, f.period_start, f.period_end, f.low, f.source_set
    from figure_fact f join metric_dim m using (metric_key)
    where m."group" = 'welfare' and m.unit = 'vnd' and m.metric_id <> 'welfare_total_amount'
),
exceeded as materialized (
    select t.*, p.low as low_of_parts
    from total t
    join (
        select branch_key, period_kind, period_start, period_end, sum(low) as low
        from kind group by all
    ) p using (branch_key, period_kind, period_start, period_end)
    where p.low > t.high
),
sources_of_parts as (
    select k.branch_key, k.period_kind, k.period_start, k.period_end, flatten(list(s.source_ids)) as source_ids
    from kind k
    semi join exceeded using (branch_key, period_kind, period_start, period_end)
    join source_set s using (source_set)
    group by all
)
select 'warning', 'parts_above_total', b.branch_id, m.metric_id, t.period_start, t.period_end,
    format('Các khoản chi chăm lo cộng lại ít nhất {} đồng, nhiều hơn tổng chi đã nêu {} đồng.', vi(t.low_of_parts), bounds_sign(t.value, t.low, t.high, t.is_approximate) || vi(t.value)),
    format('Welfare spending by kind adds up to at least {} đồng, more than the stated total of {} đồng.',
        en(t.low_of_parts), bounds_sign(t.value, t.low, t.high, t.is_approximate) || en(t.value)),
    both_sources(t.source_ids, p.source_ids)
from exceeded t
join sources_of_parts p using (branch_key, period_kind, period_start, period_end)
join branch_dim b using (branch_key)
join metric_dim m using (metric_key);

-- branches_above_upper_union: the branches below an upper union add up to more than it states itself.
create temp table link as
select above.branch_key as above_key, under.branch_key, dense_rank() over (order by under.tier)::integer as tier
from branch_dim under join branch_dim above on above.branch_id = under.parent_id
where under.tier <> above.tier;

create temp table exceeded as
with below as (
    select l.above_key, l.tier, f.metric_key, f.period_kind, f.period_start, f.period_end, sum(f.low) as low
    from figure_fact f join link l using (branch_key)
    group by all
),
own as (
    select f.rowid as this_row, f.branch_key as above_key, f.metric_key, f.period_kind, f.period_start, f.period_end, f.high
    from figure_fact f
    semi join link l on l.above_key = f.branch_key
    semi join metric_dim m on m.metric_key = f.metric_key and m.unit not in ('percent', 'rank')
)
select o.*, b.tier, b.low as below_low
from below b join own o using (above_key, metric_key, period_kind, period_start, period_end)
where b.low > o.high;

insert into finding
with sources_below as (
    select e.this_row, e.tier, flatten(list(f.source_ids)) as source_ids
    from exceeded e
    join link l using (above_key, tier)
    join figure_fact f on f.branch_key = l.branch_key and f.metric_key = e.metric_key
        and f.period_kind = e.period_kind and f.period_start = e.period_start and f.period_end = e.period_end
    group by all
)
select 'warning', 'branches_above_upper_union', b.branch_id, m.metric_id, e.period_start, e.period_end,
    format('{}: các đơn vị trực thuộc cộng lại ít nhất {}, nhiều hơn {} do chính cấp trên nêu.', m.name_vi, vi(e.below_low), bounds_sign(f.value, f.low, f.high, f.is_approximate) || vi(f.value)),
    format('{}: the branches below add up to at least {}, more than the {} it states itself.', m.name_en, en(e.below_low), bounds_sign(f.value, f.low, f.high, f.is_approximate) || en(f.value)),
    both_sources(f.source_ids, s.source_ids)
from exceeded e
join figure_fact f on f.rowid = e.this_row
join sources_below s on s.this_row = e.this_row and s.tier = e.tier
join branch_dim b on b.branch_key = e.above_key
join metric_dim m on m.metric_key = e.metric_key;

drop table exceeded;
drop table link;

-- predecessor_and_successor: both have a figure for one metric and year; a total takes the successor's alone.
insert into finding
select 'warning', 'predecessor_and_successor', p.branch_id, p.metric_id, p.period_start, p.period_end,
    format('{}: cả đơn vị cũ ({}) và đơn vị kế thừa {} ({}) cùng có số của kỳ này; khi cộng chỉ lấy đơn vị kế thừa.',
        p.metric_vi, bounds_sign(p.value, p.low, p.high, p.is_approximate) || vi(p.value), s.branch_name, bounds_sign(s.value, s.low, s.high, s.is_approximate) || vi(s.value)),
    format('{}: both the former branch ({}) and its successor {} ({}) have a figure of this period; totals take the successor''s.',
        p.metric_en, bounds_sign(p.value, p.low, p.high, p.is_approximate) || en(p.value), s.branch_name, bounds_sign(s.value, s.low, s.high, s.is_approximate) || en(s.value)),
    both_sources(p.source_ids, s.source_ids)
from known p join known s on s.branch_id = p.successor_id and s.metric_key = p.metric_key
    and s.period_kind = p.period_kind and s.period_start = p.period_start and s.period_end = p.period_end
where p.period_kind in ('year', 'term');

-- outside_life: a figure of a period wholly before the branch was founded or after it ended.
insert into finding
select 'warning', 'outside_life', branch_id, metric_id, period_start, period_end,
    format('{}: {} thuộc kỳ ngoài thời gian đơn vị tồn tại (từ {} đến {}).', metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value),
        coalesce(strftime(active_from, '%d/%m/%Y'), '…'), coalesce(strftime(active_to, '%d/%m/%Y'), 'nay')),
    format('{}: {} is of a period in which the branch did not exist (from {} to {}).', metric_en, bounds_sign(value, low, high, is_approximate) || en(value),
        coalesce(strftime(active_from, '%d/%m/%Y'), '…'), coalesce(strftime(active_to, '%d/%m/%Y'), 'now')),
    source_ids
from known where derivation = 'stated' and (period_end < active_from or period_start > active_to);

-- term_differs_from_years: a term's stated figure and the sum of all its years do not meet.
insert into finding
select 'warning', 'term_differs_from_years', t.branch_id, t.metric_id, t.period_start, t.period_end,
    format('{}: nhiệm kỳ nêu {}, cộng các năm được {}.', t.metric_vi, bounds_sign(t.value, t.low, t.high, t.is_approximate) || vi(t.value), vi(y.value)),
    format('{}: the term states {}, its years add up to {}.', t.metric_en, bounds_sign(t.value, t.low, t.high, t.is_approximate) || en(t.value), en(y.value)),
    both_sources(t.source_ids, y.source_ids)
from known t
join lateral (
    select sum(value) as value, sum(low) as low, sum(high) as high, count(*) as years, flatten(list(source_ids)) as source_ids
    from known k
    where k.branch_key = t.branch_key and k.metric_key = t.metric_key and k.period_kind = 'year'
        and k.period_start >= t.period_start and k.period_end <= t.period_end
) y on y.years = year(t.period_end) - year(t.period_start) + 1
where t.period_kind = 'term' and t.measure = 'flow' and t.derivation = 'stated' and (y.low > t.high or y.high < t.low);

-- overlapping_terms: two terms of one branch share more than the year of the congress.
insert into finding
select 'info', 'overlapping_terms', b.branch_id, null, l.period_start, l.period_end,
    format('Nhiệm kỳ {}-{} chồng lên nhiệm kỳ {}-{} hơn một năm.', year(e.period_start), year(e.period_end),
        year(l.period_start), year(l.period_end)),
    format('The term {}-{} overlaps the term {}-{} by more than a year.', year(e.period_start), year(e.period_end),
        year(l.period_start), year(l.period_end)),
    null
from branch_term e join branch_term l using (branch_key) join branch_dim b using (branch_key)
where (l.period_start, l.period_end) > (e.period_start, e.period_end) and year(e.period_end) - year(l.period_start) >= 1;

-- proposed_only: an award that was asked for, with none received in the period.
insert into finding
select 'info', 'proposed_only', b.branch_id, m.metric_id, o.period_start, o.period_end,
    format('{}: {} mới là đề nghị, chưa được công nhận; không tính vào so sánh.', m.name_vi, vi(sum(o.value))),
    format('{}: {} asked for, not awarded yet; not compared.', m.name_en, en(sum(o.value))),
    list_sort(list(distinct s.source_id))
from observation_fact o join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    join source_dim s using (source_key)
where o.is_proposed
    and not exists (
        select 1 from figure_fact f where f.branch_key = o.branch_key and f.metric_key = o.metric_key
            and f.period_start = o.period_start and f.period_end = o.period_end
    )
group by b.branch_id, m.metric_id, m.name_vi, m.name_en, o.period_start, o.period_end;

-- same_branch_twice: two branches of one name and tier in one province stand under different ids.
insert into finding
select 'warning', 'same_branch_twice', branch_id, null, null, null,
    format('Cùng tên, cùng cấp, cùng tỉnh với {}: có thể là một đơn vị ghi hai lần, cộng sẽ trùng.', other_id),
    format('Same name, tier and province as {}: perhaps one branch listed twice, which a total would count twice.', other_id),
    case when source_id is null then null else [source_id] end
from (
    select l.branch_id, l.source_id, r.branch_id as other_id
    from branch_dim l join branch_dim r
        on l.search_key = r.search_key and l.tier = r.tier and l.branch_id <> r.branch_id
        and l.province_since_2025_07 is not distinct from r.province_since_2025_07
    -- Without a province a common name ("CĐCS Sở Công Thương") proves nothing.
    where l.province_since_2025_07 is not null
);

-- unknown_province: the province as written is in neither list.
insert into finding
select 'error', 'unknown_province', branch_id, null, null, null,
    format('Tỉnh "{}" không có trong danh mục 63 hoặc 34 tỉnh, thành phố.', province_as_written),
    format('Province "{}" is in neither the list of 63 nor the list of 34.', province_as_written),
    case when source_id is null then null else [source_id] end
from branch_dim where province_as_written is not null and province_since_2025_07 is null;

-- province_not_separable: the new province is known, the old one is not.
insert into finding
select 'info', 'province_not_separable', branch_id, null, null, null,
    format('Chỉ biết tỉnh mới ({}), không rõ tỉnh cũ.', province_since_2025_07),
    format('Only the province of today ({}) is known, not the one of before.', province_since_2025_07),
    case when source_id is null then null else [source_id] end
from branch_dim where province_since_2025_07 is not null and province_before_2025_07 is null;

-- parent_has_ended: the branch is listed under an upper union that ended before the branch began or reported.
insert into finding
select distinct 'info', 'parent_has_ended', b.branch_id, null::varchar, null::date, null::date,
    format('Cấp trên ghi trong nguồn ({}) đã kết thúc ngày {}; đơn vị có số liệu sau ngày đó.', p.name_vi,
        strftime(p.active_to, '%d/%m/%Y')),
    format('The upper union of the source ({}) ended on {}; the branch has figures after it.', p.name_vi,
        strftime(p.active_to, '%d/%m/%Y')),
    case when b.source_id is null then null else [b.source_id] end
from branch_dim b join branch_dim p on p.branch_id = b.parent_id
join observation_fact o on o.branch_key = b.branch_key and o.period_start > p.active_to;

-- targets_share_result: one source sets two aims of one kind, for groups the figure cannot tell apart.
insert into finding
select 'info', 'targets_share_result', b.branch_id, m.metric_id, t.period_start, t.period_end,
    format('{}: nguồn đặt nhiều mức ({}) cho các nhóm khác nhau; một kết quả chung không quyết định được mức nào đạt.',
        m.name_vi, string_agg(coalesce(vi(t.value), 'không nêu'), '; ' order by t.value)),
    format('{}: the source sets several levels ({}) for different groups; one result cannot decide which is met.',
        m.name_en, string_agg(coalesce(en(t.value), 'not stated'), '; ' order by t.value)),
    [any_value(s.source_id)]
from target_fact t join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    join source_dim s using (source_key)
where exists (select 1 from attainment_fact a where a.target_id = t.target_id and a.shares_result)
group by b.branch_id, m.metric_id, m.name_vi, m.name_en, t.period_start, t.period_end, t.source_key;

-- target_without_value: the source says how far a plan was met without saying what was planned.
insert into finding
select 'info', 'target_without_value', b.branch_id, m.metric_id, t.period_start, t.period_end,
    format('{}: nguồn không nêu mức chỉ tiêu; chỉ nêu đạt {}.', m.name_vi,
        concat_ws(', ', vi(t.attained_value), vi(t.attained_pct) || '% kế hoạch')),
    format('{}: the source does not state the planned level; it only states {} attained.', m.name_en,
        concat_ws(', ', en(t.attained_value), en(t.attained_pct) || '% of the plan')),
    [s.source_id]
from target_fact t join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    join source_dim s using (source_key)
where t.value is null;

-- stated_attainment_differs: what the source says was attained and the figure used do not meet.
insert into finding
select 'warning', 'stated_attainment_differs', b.branch_id, m.metric_id, a.period_start, a.period_end,
    format('{}: nguồn của chỉ tiêu nêu đạt {}, số liệu so sánh là {}.', m.name_vi, vi(t.attained_value), vi(a.result_value)),
    format('{}: the source of the target states {} attained, the figure compared is {}.', m.name_en, en(t.attained_value),
        en(a.result_value)),
    both_sources([s.source_id], a.result_source)
from attainment_fact a join target_fact t using (target_id) join branch_dim b using (branch_key)
    join metric_dim m using (metric_key) join source_dim s using (source_key)
where t.attained_value is not null and a.result_value is not null
    and (t.attained_value < a.result_low or t.attained_value > a.result_high);

-- term_without_results: targets for a term that runs, and no figure at all from before it.
insert into finding
select 'info', 'term_without_results', b.branch_id, null, min(t.period_start), max(t.period_end),
    'Đơn vị đặt chỉ tiêu cho nhiệm kỳ mới nhưng không có số liệu nào của nhiệm kỳ đã qua: chưa có số liệu, không phải bằng 0.',
    'The branch set targets for a new term, but no figure of the finished term is known: not reported, which is not zero.',
    list_sort(list(distinct s.source_id))
from target_fact t join branch_dim b using (branch_key) join source_dim s using (source_key)
where t.period_kind = 'term' and t.period_end >= (select as_of from build_setting)
    and not exists (select 1 from observation_fact o where o.branch_key = t.branch_key and o.period_start < t.period_start)
group by b.branch_id;

-- no_members: a head count of nought, by which nothing can be divided.
insert into finding
select 'warning', 'no_members', branch_id, metric_id, period_start, period_end,
    'Tổng số đoàn viên ghi là 0: không tính được giá trị trên mỗi đoàn viên.',
    'Members are stated as 0: no value per member can be computed.', source_ids
from known where metric_id = 'members_total' and value = 0 and derivation = 'stated';

-- finished_term_without_results: a term is over, and none of the targets set for it has a result.
insert into finding
select 'info', 'finished_term_without_results', b.branch_id, null, t.period_start, t.period_end,
    format('Nhiệm kỳ {}-{} đã kết thúc, nhưng không chỉ tiêu nào trong {} chỉ tiêu có kết quả: chưa có số liệu, không phải là không đạt.',
        year(t.period_start), year(t.period_end), count(distinct t.target_id)),
    format('The term {}-{} is over, but none of its {} targets has a result: not reported, which is not a failure.',
        year(t.period_start), year(t.period_end), count(distinct t.target_id)),
    list_sort(list(distinct s.source_id))
from target_fact t join attainment_fact a using (target_id) join branch_dim b using (branch_key)
    join source_dim s using (source_key)
where t.period_kind = 'term' and t.period_end < (select as_of from build_setting)
group by b.branch_id, t.period_start, t.period_end
having bool_and(a.status = 'no_result');

-- target_never_measured: a target on a metric of which the branch has no figure in any period, so nothing to compare.
insert into finding
select 'info', 'target_never_measured', b.branch_id, m.metric_id, min(t.period_start), max(t.period_end),
    format('{}: có chỉ tiêu, nhưng đơn vị chưa từng có số liệu của chỉ số này để so.', m.name_vi),
    format('{}: a target is set, but the branch has never had a figure of this metric to compare.', m.name_en),
    list_sort(list(distinct s.source_id))
from target_fact t join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    join source_dim s using (source_key)
where t.period_start <= (select as_of from build_setting)
    and not exists (
        select 1 from observation_fact o
        where o.branch_key = t.branch_key and o.metric_key = t.metric_key and not o.is_proposed
    )
group by b.branch_id, m.metric_id, m.name_vi, m.name_en;

-- outlier_among_peers: far from the peers of tier and sector in one year: modified z-score above 3.5, of logarithms
-- for counts and money, in groups of eight and more (Iglewicz and Hoaglin 1993).
create temp table outlier as
with peer as (
    select branch_key, dense_rank() over (order by tier, sector)::integer as peers from branch_dim
),
compared as (
    select metric_key, period_start, peers, median(score) as centre, median(value) as typical, count(*) as group_size,
        list(score) as scores, list(this_row) as rows
    from (
        select f.rowid as this_row, f.metric_key, f.period_start, p.peers, f.value,
            case unit when 'percent' then f.value else ln(f.value) end as score
        from figure_fact f join peer p using (branch_key) join metric_dim m using (metric_key)
        where f.period_kind = 'year' and m.unit <> 'rank' and (m.unit = 'percent' or f.value > 0)
    )
    group by all having count(*) >= 8
),
spread as (
    select *, list_median(list_transform(scores, lambda s: abs(s - centre))) as spread from compared
),
each_one as (
    select unnest(rows) as this_row, unnest(scores) as score, centre, spread, group_size, typical from spread
)
select this_row, group_size, typical from each_one where abs(0.6745 * (score - centre) / nullif(spread, 0)) > 3.5;

insert into finding
with judged as (
    select f.period_start, f.period_end, f.value, f.low, f.high, f.is_approximate, f.source_ids, b.branch_id,
        m.metric_id, m.name_vi as metric_vi, m.name_en as metric_en, o.group_size, o.typical
    from outlier o
    join figure_fact f on f.rowid = o.this_row
    join branch_dim b on b.branch_key = f.branch_key
    join metric_dim m on m.metric_key = f.metric_key
)
select 'warning', 'outlier_among_peers', branch_id, metric_id, period_start, period_end,
    format('{}: {} khác xa nhóm {} đơn vị cùng cấp, cùng ngành (trung vị {}).', metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value), group_size, vi(typical)),
    format('{}: {} stands far from the {} branches of its tier and sector (median {}).', metric_en, bounds_sign(value, low, high, is_approximate) || en(value), group_size,
        en(typical)),
    source_ids
from judged;

drop table outlier;

-- beyond_country_scale: more people or things than the country has inhabitants (100 million), more turns than ten for
-- each of them, more money than one quadrillion đồng: no branch can have it, a slip of the keyboard can.
insert into finding
select 'error', 'beyond_country_scale', branch_id, metric_id, period_start, period_end,
    format('{}: {} vượt quá quy mô cả nước (nhiều nhất {}); có thể gõ thừa số. Giữ nguyên như nguồn.',
        metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value), vi(bound)),
    format('{}: {} is beyond the scale of the whole country (at most {}); perhaps digits too many. Kept as printed.',
        metric_en, bounds_sign(value, low, high, is_approximate) || en(value), en(bound)),
    source_ids
from (
    select *, case unit when 'vnd' then 1e15 when 'turn' then 1e9 else 1e8 end as bound
    from known where derivation = 'stated' and unit not in ('percent', 'rank')
)
where abs(value) > bound;

-- amount_small: less than a million đồng; branches count in millions, and one may have been typed as a thousand.
insert into finding
select 'warning', 'amount_small', branch_id, metric_id, period_start, period_end,
    format('{}: chỉ {} đồng, nhỏ khác thường; có thể thiếu chữ nghìn hoặc triệu. Giữ nguyên như nguồn.',
        metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value)),
    format('{}: only {} đồng, unusually small; the word for thousand or million may be missing. Kept as printed.',
        metric_en, bounds_sign(value, low, high, is_approximate) || en(value)),
    source_ids
from known where unit = 'vnd' and derivation = 'stated' and value > 0 and value < 1e6;

-- result_in_future: a result for a period that begins after the day of the build; it cannot have happened yet.
insert into finding
select 'error', 'result_in_future', branch_id, metric_id, period_start, period_end,
    format('{}: {} được ghi là kết quả của kỳ bắt đầu ngày {}, sau ngày nạp số liệu {}; có thể sai năm, hoặc là chỉ tiêu.',
        metric_vi, bounds_sign(value, low, high, is_approximate) || vi(value), strftime(period_start, '%d/%m/%Y'), strftime(as_of, '%d/%m/%Y')),
    format('{}: {} is stated as the result of a period that begins on {}, after the day of the build, {}; perhaps a wrong year, or a target.',
        metric_en, bounds_sign(value, low, high, is_approximate) || en(value), strftime(period_start, '%d/%m/%Y'), strftime(as_of, '%d/%m/%Y')),
    source_ids
from known cross join build_setting where derivation = 'stated' and period_start > as_of;
