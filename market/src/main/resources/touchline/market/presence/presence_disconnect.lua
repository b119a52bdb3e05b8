-- Counts a connection of a user out; a second call finds it gone.
--
-- KEYS[1] presence:{user}   set of 'node|connection'
-- ARGV[1] node   ARGV[2] connection
-- returns {'disconnected', how many are left}
-- @include presence

redis.call('SREM', KEYS[1], ARGV[1] .. '|' .. ARGV[2])
return {'disconnected', tostring(live_connections(KEYS[1]))}
