-- The rows of a question, its lists of ids as text: a list for each row costs more to hand over than the question itself.
-- What stands in braces is filled by asking.py, from these files and its own names alone.
select * replace ({lists}) from (
{question}
);
