-- Moving an instrument's price. Needs money.lua, curve.lua, outbox.lua.

-- Writes base and flow, and where the price they give differs from the last one makes it a tick: numbered,
-- kept in price_ticks:{id}, in the outbox, and published. Returns price, seq.
local function reprice(id, base, flow, depth, now)
    local key = 'instrument:' .. id
    local price = curve_price(base, flow, depth)
    local last = redis.call('HMGET', key, 'price', 'tick_seq', 'tick_at')
    local seq = tonumber(last[2])
    redis.call('HSET', key, 'live_base_price', whole(base), 'net_flow', whole(flow))
    if price ~= tonumber(last[1]) then
        seq = seq + 1
        local at = math.max(now, tonumber(last[3])) -- a clock set back must not reorder the stream
        redis.call('HSET', key, 'price', whole(price), 'tick_seq', whole(seq), 'tick_at', whole(at))
        redis.call('XADD', 'price_ticks:' .. id, whole(at) .. '-' .. whole(seq),
            'seq', whole(seq), 'price', whole(price), 'at', whole(at))
        outbox_tick(id, whole(seq), whole(price), whole(at))
        redis.call('PUBLISH', 'price:' .. id, string.format('{"id":"%s","seq":%.0f,"price":%.0f,"at":%.0f}', id, seq, price, at))
    end
    return price, seq
end
