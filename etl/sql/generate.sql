-- Invents a country: branches of three tiers, what they are like, and what they report, year by year. Placeholders
-- {seed}, {grassroots}, {first_year}, {last_year}, {metrics}, {provinces}; every number comes from a hash of its keys, so
-- that one seed gives one country whatever the number of threads.

-- Uniform in (0, 1), the same for the same keys.
create macro u(key) as ((hash(key || '{seed}') % 1000003) + 0.5) / 1000004.0;
create macro normal(key) as sqrt(-2 * ln(u(key || 'a'))) * cos(2 * pi() * u(key || 'b'));

create table old_province as
select row_number() over (order by province_before_2025_07) as number, province_before_2025_07 as before,
    province_since_2025_07 as since,
    count(*) over (partition by province_since_2025_07) > 1 as was_merged,
    -- A few large cities hold much of the country.
    case when province_before_2025_07 in ('Hà Nội', 'TP Hồ Chí Minh', 'Thành phố Hồ Chí Minh') then 9
        when province_before_2025_07 in ('Bình Dương', 'Đồng Nai', 'Hải Phòng') then 4.5
        else 0.4 + 1.6 * u('weight' || province_before_2025_07) end as weight
from read_csv('{catalog}/provinces.csv', header = true, all_varchar = true)
where {provinces};

create table federation as
select 'gen-fed-' || lpad(number::varchar, 2, '0') as branch_id, 'Liên đoàn Lao động ' || before || ' (số liệu tạo)' as name_vi,
    before as province, before, since, was_merged, null::date as founded, number
from old_province
union all
select 'gen-fed-new-' || lpad(min(number)::varchar, 2, '0'),
    'Liên đoàn Lao động ' || since || ' sau sáp nhập (số liệu tạo)', since, null, since, false, date '2025-07-01', null
from old_province where was_merged group by since;

create table upper_union as
with wanted as (
    select before, since, number, greatest(2, round({grassroots} / 160.0 * weight / sum(weight) over ()))::integer as unions
    from old_province
)
select 'gen-up-' || lpad(number::varchar, 2, '0') || '-' || lpad(place::varchar, 3, '0') as branch_id,
    case when place <= 3 then 'Công đoàn ngành ' || ['Giáo dục', 'Y tế', 'Công Thương'][place] || ' ' || before
        else 'Công đoàn cấp trên cơ sở khu vực ' || (place - 3) || ' ' || before end || ' (số liệu tạo)' as name_vi,
    case place when 1 then 'education' when 2 then 'health' when 3 then 'industry_trade' else 'mixed' end as sector,
    before as province, number, place, unions, 'gen-fed-' || lpad(number::varchar, 2, '0') as parent
from wanted, lateral (select unnest(range(1, unions + 1)) as place);

create table grassroots as
with share as (
    select number, before, since, sum(weight) over (order by number) / sum(weight) over () as upto,
        (sum(weight) over (order by number) - weight) / sum(weight) over () as above
    from old_province
),
one as (select unnest(range(1, {grassroots} + 1)) as n),
placed as (
    select o.n, s.number, s.before, s.since
    from one o join share s on u('place' || o.n) >= s.above and u('place' || o.n) < s.upto
),
kind as (
    select p.*, u('sector' || n) as draw,
        1 + floor(u('upper' || n) * (select max(unions) from upper_union x where x.number = p.number))::integer as place
    from placed p
)
select 'gen-' || lpad(k.n::varchar, 6, '0') as branch_id, k.n, k.number, k.before, k.since,
    case when k.place <= 3 then x.sector
        when draw < 0.22 then 'education' when draw < 0.32 then 'health' when draw < 0.52 then 'industry_trade'
        when draw < 0.66 then 'public_administration' when draw < 0.92 then 'enterprise' else 'mixed' end as sector,
    -- Most branches have some dozens of members, a few have tens of thousands.
    least(60000, greatest(8, exp(4.1 + 1.25 * normal('size' || k.n))))::double as size,
    0.25 + 0.75 * u('diligence' || k.n) as diligence, 0.03 * normal('trend' || k.n) as trend, 0.2 + 0.6 * u('women' || k.n) as women,
    case when u('born' || k.n) < 0.12 then make_date({first_year} + floor(u('year' || k.n) * ({last_year} - {first_year}))::integer, 3, 1)
        end as founded,
    'gen-up-' || lpad(k.number::varchar, 2, '0') || '-' || lpad(k.place::varchar, 3, '0') as parent
from kind k left join upper_union x on x.number = k.number and x.place = k.place;

-- How each metric comes about: a share of members, an amount per member, a percentage, a rating.
create table metric_model as
select row_number() over () as place, metric_id, unit, measure, "group" as metric_group,
    case metric_id
        when 'members_total' then 1.0 when 'workers_total' then 1.15 when 'members_female' then -1.0
        else case unit
            when 'vnd' then 40000 + 900000 * pow(u('rate' || metric_id), 2)
            when 'percent' then 55 + 35 * u('rate' || metric_id)
            else 0.002 + 0.2 * pow(u('rate' || metric_id), 2) end
        end as rate,
    case when metric_id = 'members_total' then 0.97 else 0.3 + 0.5 * u('often' || metric_id) end as often
from read_csv('{catalog}/metrics.csv', header = true, all_varchar = true)
limit {metrics};

-- A stated total is a little more than the kinds it is made of.
update metric_model set rate = (
    select 1.2 * sum(rate) from metric_model where metric_group = 'welfare' and unit = 'vnd' and metric_id <> 'welfare_total_amount'
) where metric_id = 'welfare_total_amount';

-- What is true of every grassroots branch in every year, reported or not.
create view truth as
select g.n, g.branch_id, g.number, g.parent, y.year, m.place, m.metric_id, m.unit, m.measure, m.often, g.diligence,
    case
        when m.unit = 'percent' then least(100, round(m.rate + 8 * normal(m.metric_id || g.n || y.year), 1))
        when m.unit = 'rank' then 1 + floor(4 * pow(u('rating' || g.n || y.year), 0.6))
        when m.unit = 'vnd' then round(m.rate * g.size * exp(0.5 * normal(m.metric_id || g.n || y.year)) / 1000) * 1000
        when m.metric_id = 'members_female' then floor(floor(g.size * pow(1 + g.trend, y.year - {first_year})) * g.women)
        when m.metric_id = 'members_total' then floor(g.size * pow(1 + g.trend, y.year - {first_year}))
        when m.measure = 'stock' then ceil(m.rate * g.size * pow(1 + g.trend, y.year - {first_year}))
        else floor(m.rate * g.size * exp(0.35 * normal(m.metric_id || g.n || y.year)))
    end as value
from grassroots g
cross join (select unnest(range({first_year}, {last_year} + 1)) as year) y
cross join metric_model m
where g.founded is null or year(g.founded) <= y.year;

-- Errors put in on purpose, one row each: what a check should find.
create table mistake as
select branch_id, 'members_total' as metric_id, {last_year} - 2 as year, 'factor_1000' as kind, 1000.0 as factor
from grassroots where u('e1' || n) < greatest(0.0004, 4.0 / {grassroots})
union all
select branch_id, 'members_female', {last_year} - 1, 'women_above_members', 9.0 from grassroots where u('e2' || n) < greatest(0.0004, 4.0 / {grassroots})
union all
select branch_id, 'members_total', {last_year} - 1, 'head_count_halved', 0.3 from grassroots where u('e3' || n) < greatest(0.0004, 4.0 / {grassroots});

-- The head counts of a branch with a mistake are all told plainly, so that the mistake can be seen against them.
create view told as
select t.*, coalesce(e.factor, 1.0) as factor,
    coalesce(e.kind, case when t.metric_id = 'members_total' and t.branch_id in (select branch_id from mistake)
        then 'beside' end) as mistake
from truth t left join mistake e on e.branch_id = t.branch_id and e.metric_id = t.metric_id and e.year = t.year;

create view reported as
select branch_id, metric_id, year, case factor when 1 then value else floor(value * factor) end as value, mistake,
    u('q' || n || metric_id || year) as draw, unit
from told
where mistake is not null
    or (u('silent' || n || year) > 0.1 * (1.15 - diligence)
        and u('there' || n || metric_id || year) < often * (0.7 + 0.5 * diligence))
union all
-- Upper unions and federations add up their branches, whoever of these reported.
select t.parent, t.metric_id, t.year, sum(t.value), null, u('q' || t.parent || t.metric_id || t.year), any_value(t.unit)
from truth t
where t.unit not in ('percent', 'rank') and u('there' || t.parent || t.metric_id || t.year) < 0.8
group by t.parent, t.metric_id, t.year
union all
select f.branch_id, t.metric_id, t.year, sum(t.value), null, u('q' || f.branch_id || t.metric_id || t.year), any_value(t.unit)
from truth t
join old_province p using (number)
join federation f on (f.before = p.before and f.founded is null and (not p.was_merged or t.year < 2025))
    or (f.founded is not null and f.since = p.since and t.year >= 2025)
where t.unit not in ('percent', 'rank') and u('there' || f.branch_id || t.metric_id || t.year) < 0.85
group by f.branch_id, t.metric_id, t.year;

create view observations as
select branch_id, metric_id, 'year' as period_kind, make_date(year, 1, 1) as period_start, make_date(year, 12, 31) as period_end,
    1 as part,
    -- A bound is a round number below (or above) what is true.
    case when draw < 0.02 and value >= 20 and unit <> 'percent' then floor(value / 10) * 10
        when draw < 0.024 and value >= 20 and unit <> 'percent' then ceil(value / 10) * 10 else value end as value,
    case when mistake is not null or value < 20 or unit in ('percent', 'rank') then 'exact'
        when draw < 0.02 then 'at_least' when draw < 0.024 then 'at_most' when draw < 0.034 then 'about' else 'exact' end
        as qualifier,
    'reported' as status, 'gen-' || year as source_id, null::integer as paragraph, null::varchar as note
from reported
union all
-- A second source that says otherwise.
select branch_id, metric_id, 'year', make_date(year, 1, 1), make_date(year, 12, 31), 1, floor(value * 1.1) + 1, 'exact',
    'reported', 'gen-press-' || year, null, null
from reported where draw > 0.997 and unit not in ('percent', 'rank') and mistake is null;

create view sources as
select 'gen-' || y as source_id, 'Bộ tạo số liệu' as publisher, 'Số liệu tạo tự động năm ' || y || ', không có thật' as title,
    null as url, make_date(y + 1, 2, 1) as published_on, 'generated' as kind
from (select unnest(range({first_year}, {last_year} + 1)) as y)
union all
select 'gen-press-' || y, 'Bộ tạo số liệu (báo)', 'Số liệu tạo tự động trái nguồn năm ' || y || ', không có thật', null,
    make_date(y + 1, 1, 5), 'generated'
from (select unnest(range({first_year}, {last_year} + 1)) as y);

create view branches as
select branch_id, name_vi, 'provincial_federation' as tier, 'mixed' as sector, province, null as parent,
    'gen-{first_year}' as source_id
from federation
union all
select branch_id, name_vi, 'upper_direct', sector, province, parent, 'gen-{first_year}' from upper_union
union all
select branch_id,
    case sector when 'education' then 'CĐCS Trường số ' when 'health' then 'CĐCS Cơ sở y tế số '
        when 'public_administration' then 'CĐCS Cơ quan số ' else 'CĐCS Công ty số ' end || n || ' ' || before || ' (số liệu tạo)',
    'grassroots', sector, before, parent, 'gen-{first_year}'
from grassroots;

create view branch_life as
select branch_id, 'founded' as event, founded as "on", null as other_branch_id, null as source_id, null as note
from grassroots where founded is not null
union all
select branch_id, 'founded', founded, null, null, null from federation where founded is not null
union all
select f.branch_id, 'merged_into', date '2025-07-01', h.branch_id, null, null
from federation f join federation h on h.since = f.since and h.founded is not null
where f.was_merged;

create view targets as
with aim as (
    select g.branch_id, m.metric_id, m.unit, m.rate, g.size, g.n, c.cadence, m.place
    from grassroots g
    join metric_model m on m.measure = 'flow' and m.unit not in ('percent', 'rank')
    cross join (values ('per_year'), ('per_term')) c(cadence)
    where u('aims' || g.n) < 0.6 and u('aim' || g.n || m.metric_id || c.cadence) < 0.04
)
select branch_id, metric_id, 'term' as period_kind, make_date(s, 1, 1) as period_start, make_date(s + 5, 12, 31) as period_end,
    cadence, 'ge' as comparator,
    greatest(1, floor(rate * size * 0.9 * case cadence when 'per_term' then 6 else 1 end)) as value, null as attained_value,
    null as attained_pct, 'gen-' || {last_year} as source_id, null as paragraph, null as note
from aim cross join (values (2017), (2023)) t(s)
where s >= {first_year} - 5;
