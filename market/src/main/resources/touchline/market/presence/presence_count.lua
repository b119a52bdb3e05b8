-- How many connections a user has. Forgets those of nodes that have gone, and changes nothing else.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- returns {'connections', how many}
-- @include presence

return {'connections', tostring(live_connections(KEYS[1]))}
