-- The provinces of one system of borders in Vietnamese order; $boundary names it.
select case $boundary when 'before_2025_07' then province_before_2025_07 else province_since_2025_07 end as province,
    -- A province merged from several regions lies in all of them.
    string_agg(distinct region, ' / ' order by region) as region
from province_dim
group by 1
order by 1 collate vi;
