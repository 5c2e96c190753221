-- Where and when each finding applies, of which rule it is and on which sources it rests, severest first.
select row, branch_key, period_start, period_end, severity, rule_key, sources_key from finding_place order by rowid;
