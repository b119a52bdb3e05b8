-- Who has left every squad is no longer listed: what is open in him may be closed, nothing new may be opened.
ALTER TABLE instruments ADD COLUMN delisted_at timestamptz;

-- A player in two squads is the one's that he joined last.
ALTER TABLE squad_players ADD COLUMN joined_at timestamptz;
UPDATE squad_players SET joined_at = synced_at;
ALTER TABLE squad_players ALTER COLUMN joined_at SET NOT NULL;
CREATE INDEX squad_players_by_player ON squad_players (player_id);
