-- When a fixture was settled. Each poll asks for those that are not: years of settled ones must cost it nothing.
ALTER TABLE fixtures ADD COLUMN settled_at timestamptz;
UPDATE fixtures f SET settled_at = s.settled_at FROM fixture_settlements s WHERE s.fixture_id = f.id AND s.step = 'DONE';
CREATE INDEX fixtures_unsettled ON fixtures (kick_off) WHERE settled_at IS NULL;
