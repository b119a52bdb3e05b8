-- What of a match's last snapshot can't be true, in words; NULL where nothing. At the final whistle it is why the match is not settled.
ALTER TABLE fixtures ADD COLUMN doubt text;
