-- What is told of a source beside a figure, by its key.
select source_key, source_id, publisher, title, url from source_dim order by source_key;
