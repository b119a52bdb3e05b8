-- The outbox: what the flusher writes into the book. Needs money.lua.

-- Appends an entry and counts it, so that written and applied can be compared.
local function outbox_add(stream, ...)
    redis.call('XADD', stream, '*', ...)
    redis.call('HINCRBY', 'outbox:written', stream, 1)
end
