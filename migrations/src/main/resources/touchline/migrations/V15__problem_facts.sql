-- What belongs to a rejection, as in 'reason=event until=1764000000000' or 'limit=open-positions maximum=50 used=50'; null where nothing is known.
ALTER TABLE orders ADD COLUMN problem_facts text;
ALTER TABLE position_requests ADD COLUMN problem_facts text;
