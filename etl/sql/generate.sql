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
        when draw < 0.66 then 'public_administration' when draw < 0.78 then 'construction' else 'mixed' end as sector,
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
    case when metric_id = 'members_total' then 0.97 else 0.35 + 0.6 * u('often' || metric_id) end as often
from read_csv('{catalog}/metrics.csv', header = true, all_varchar = true)
limit {metrics};

-- What is true of every grassroots branch in every year, reported or not.
create table truth as
select g.n, g.branch_id, g.number, g.parent, y.year, m.place as metric, g.diligence, m.often,
    case
        when m.unit = 'percent' then least(100, round(m.rate + 8 * normal(m.metric_id || g.n || y.year), 1))
        when m.unit = 'rank' then 1 + floor(4 * pow(u('rating' || g.n || y.year), 0.6))
        when m.unit = 'vnd' then round(m.rate * g.size * exp(0.5 * normal(m.metric_id || g.n || y.year)) / 1000) * 1000
        when m.metric_id = 'members_female' then floor(g.size * g.women * pow(1 + g.trend, y.year - {first_year}))
        else floor(m.rate * g.size * pow(1 + g.trend, y.year - {first_year})
            * case when m.measure = 'stock' then 1 else exp(0.35 * normal(m.metric_id || g.n || y.year)) end)
    end as value
from grassroots g
cross join (select unnest(range({first_year}, {last_year} + 1)) as year) y
cross join metric_model m
where g.founded is null or year(g.founded) <= y.year;
