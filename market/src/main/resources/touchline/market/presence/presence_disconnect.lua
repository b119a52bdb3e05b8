-- Removes a connection of a user; a second call finds it gone.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- ARGV[1] node   ARGV[2] connection
-- returns {'disconnected', how many are left}
-- @include presence

local presence = KEYS[1]
local node, connection = ARGV[1], ARGV[2]

redis.call('SREM', presence, node .. '|' .. connection)
return {'disconnected', tostring(live_connections(presence))}
