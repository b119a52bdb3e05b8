-- Whether the book is too far behind for anything new.
-- @include clock refuse

-- The measure is the age of the oldest entry that no flusher has reported as applied (`outbox:applied`): without a flusher entries grow old.
-- Closes go on. Returns nil, or the refusal.
local function behind()
    local limit = tonumber(redis.call('HGET', 'market', 'backlog_limit') or '60000')
    for _, stream in ipairs({'outbox:trades', 'outbox:ticks'}) do
        local applied = redis.call('HGET', 'outbox:applied', stream)
        local oldest = redis.call('XRANGE', stream, applied and '(' .. applied or '-', '+', 'COUNT', 1)[1]
        if oldest and now_ms() - tonumber(string.match(oldest[1], '^(%d+)-')) > limit then
            return refuse('unavailable', 'reason', 'book-behind')
        end
    end
    return nil
end
