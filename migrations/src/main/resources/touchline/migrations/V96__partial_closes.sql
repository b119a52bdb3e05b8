-- A close that waits may be of a part of its position: so many shares, null for all.
ALTER TABLE position_requests ADD COLUMN part bigint;
