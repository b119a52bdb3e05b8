-- Releases the claim to a user's replay if this claimant still has it; a second call changes nothing.
--
-- KEYS[1] reconnect:{user}
-- ARGV[1] claimant
-- returns {'released'} | {'not-held'}

local claim = KEYS[1]
local claimant = ARGV[1]

if redis.call('GET', claim) == claimant then
    redis.call('DEL', claim)
    return {'released'}
end
return {'not-held'}
