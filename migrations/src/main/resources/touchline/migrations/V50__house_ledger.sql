-- What moves the house's own accounts, by time: its result is read without a scan of all that users did.
CREATE INDEX ledger_entries_of_the_house ON ledger_entries (at) WHERE debit IN ('house', 'fees') OR credit IN ('house', 'fees');
