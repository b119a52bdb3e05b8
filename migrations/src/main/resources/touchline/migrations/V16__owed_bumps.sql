-- Whether an instrument of the event could not be read and is still to be bumped: a rebuild from the book must not forget it.
ALTER TABLE match_events ADD COLUMN owed boolean NOT NULL DEFAULT false;
