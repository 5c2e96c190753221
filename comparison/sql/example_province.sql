-- A branch whose province has another name since 2025-07-01, and how many branches cannot be put back into the old ones.
select b.branch_id, b.name_vi, b.province_before_2025_07 as before, b.province_since_2025_07 as since,
    (select count(*) from branch_dim p
     where p.province_since_2025_07 is not null and p.province_before_2025_07 is null
        and ($scope::varchar[] is null or p.branch_id in (select unnest($scope::varchar[])))) as not_separable
from branch_dim b
where b.province_before_2025_07 <> b.province_since_2025_07 and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by b.tier <> 'grassroots', b.figures desc, b.branch_id
limit 1;
