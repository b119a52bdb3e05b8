-- Gives back the claim to a user's replay, if it is still this claimant's; a second call changes nothing.
--
-- KEYS[1] reconnect:{user}
-- ARGV[1] claimant
-- returns {'released'} | {'not-held'}
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
    return {'released'}
end
return {'not-held'}
