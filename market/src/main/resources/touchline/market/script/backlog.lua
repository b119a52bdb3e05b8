-- Whether the book is too far behind for anything new.
-- @include clock refuse gate

-- The measure is the age of the oldest entry that no flusher has reported as applied (`outbox:applied`): without a flusher entries grow old.
-- Closes go on. Returns nil, or the refusal.
local function behind()
    local limit = tonumber(backlog_limit or redis.call('HGET', 'market', 'backlog_limit') or '60000')
    local streams = {'outbox:trades', 'outbox:ticks'}
    local applied = redis.call('HMGET', 'outbox:applied', streams[1], streams[2])
    for n, stream in ipairs(streams) do
        local last = applied[n]
        -- What follows a young entry is younger.
        if not last or now_ms() - tonumber(string.match(last, '^(%d+)-')) > limit then
            local oldest = redis.call('XRANGE', stream, last and '(' .. last or '-', '+', 'COUNT', 1)[1]
            if oldest and now_ms() - tonumber(string.match(oldest[1], '^(%d+)-')) > limit then
                return refuse('unavailable', 'reason', 'book-behind')
            end
        end
    end
    return nil
end
