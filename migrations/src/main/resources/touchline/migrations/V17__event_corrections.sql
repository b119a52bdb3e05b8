-- The earlier versions of a match event, oldest first: what the feed sent before it corrected the event.
ALTER TABLE match_events ADD COLUMN corrections jsonb NOT NULL DEFAULT '[]';
