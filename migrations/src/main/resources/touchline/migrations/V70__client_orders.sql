-- A user's own ids of orders. The script that accepts an order keeps them unique; the index is not, as an entry that it refused would take a movement of
-- money with it.
ALTER TABLE orders ADD COLUMN client_order_id text;
CREATE INDEX orders_by_client_id ON orders (user_id, client_order_id) WHERE client_order_id IS NOT NULL;

-- Lists by time and instrument.
CREATE INDEX orders_by_user_and_time ON orders (user_id, at DESC);
CREATE INDEX orders_by_user_and_instrument ON orders (user_id, instrument_id, id DESC);
CREATE INDEX cfd_positions_by_user_and_instrument ON cfd_positions (user_id, instrument_id, id DESC);
