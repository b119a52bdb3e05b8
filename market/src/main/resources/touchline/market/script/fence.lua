-- Fencing: an effect that only a lease's holder may have carries the lease's token, and one lower than the highest
-- token ever granted is refused. fence:{lease} outlives the lease itself.

-- token '' : not fenced. Returns nil, or the refusal.
local function fenced(lease, token)
    if token == '' then
        return nil
    end
    local highest = redis.call('GET', 'fence:' .. lease)
    if highest and tonumber(token) < tonumber(highest) then
        return {'fenced'}
    end
    return nil
end
