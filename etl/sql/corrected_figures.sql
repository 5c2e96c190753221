-- Which figures rest on a correction, those made of years or halves included, and a finding for each correction.

insert into corrected_figure
select distinct f.branch_key, f.metric_key, f.period_kind, f.period_start, f.period_end
from correction_fact c
join source_dim s using (source_key)
join figure_fact f on f.branch_key = c.branch_key and f.metric_key = c.metric_key
    and list_contains(f.source_ids, s.source_id)
    and case f.derivation
        when 'stated' then (f.period_kind, f.period_start, f.period_end) = (c.period_kind, c.period_start, c.period_end)
        when 'head_count' then f.counted_on = c.period_end
            or (c.period_kind = 'year' and year(f.counted_on) = year(c.period_end))
        else c.period_start >= f.period_start and c.period_end <= f.period_end end;

insert into finding
select 'info', 'figure_corrected', b.branch_id, m.metric_id, c.period_start, c.period_end,
    format('{}: nguồn nêu {}, đính chính thành {}. Lý do: {}. Người duyệt: {}, ngày {}.', m.name_vi, vi(c.stated_value),
        vi(c.corrected_value), c.reason, c.reviewed_by, strftime(c.corrected_on, '%d/%m/%Y')),
    format('{}: the source states {}, corrected to {}. Reason: {}. Reviewed by {} on {}.', m.name_en, en(c.stated_value),
        en(c.corrected_value), c.reason, c.reviewed_by, strftime(c.corrected_on, '%d/%m/%Y')),
    [s.source_id]
from correction_fact c join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    join source_dim s using (source_key);
