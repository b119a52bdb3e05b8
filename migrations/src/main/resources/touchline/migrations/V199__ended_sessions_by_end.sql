-- Nodes read the sessions that were ended last, twice a second, and a job deletes those of which every token has expired.
CREATE INDEX ended_sessions_by_end ON ended_sessions (issued_until);
