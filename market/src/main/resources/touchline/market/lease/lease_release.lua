-- Gives a lease back if it is still this holder's; a second call changes nothing.
--
-- KEYS[1] lease:{name}
-- ARGV[1] holder   ARGV[2] fencing token
-- returns {'released'} | {'not-held'}
if redis.call('GET', KEYS[1]) == ARGV[1] .. ':' .. ARGV[2] then
    redis.call('DEL', KEYS[1])
    return {'released'}
end
return {'not-held'}
