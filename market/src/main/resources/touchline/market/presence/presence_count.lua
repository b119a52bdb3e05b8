-- Counts a user's connections. Removes those of nodes that have expired, and changes nothing else.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- returns {'connections', how many}
-- @include presence

local presence = KEYS[1]

return {'connections', tostring(live_connections(presence))}
