-- Each letter's type is looked up by its foreign key, for which the planner reads all of that small
-- table: five times as slow as its index, and a fourth of a letter's writing.
ALTER FUNCTION patron.write_update_letters(bigint, bigint[]) SET enable_seqscan = off;
