-- What is told of a metric beside its figures, by its key.
select metric_key, metric_id, "group", name_vi, name_en, unit, direction, measure from metric_dim order by metric_key;
