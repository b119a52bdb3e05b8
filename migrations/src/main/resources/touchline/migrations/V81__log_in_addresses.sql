-- From where a customer logged in: one address with many accounts is looked at. Deleted with the row after 90 days.
ALTER TABLE customer_log_ins ADD COLUMN address text;
CREATE INDEX customer_log_ins_by_address ON customer_log_ins (address, at) WHERE address IS NOT NULL;
CREATE INDEX orders_by_instrument ON orders (instrument_id, at);
