-- Whether the book is too far behind for anything new.
-- @include clock refuse

-- What counts is the age of the oldest entry that no flusher has told to be in the book (`outbox:applied`), whoever flushes and wherever:
-- where none does, nobody tells, and entries grow old. What winds down goes on. Returns nil, or the refusal.
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
