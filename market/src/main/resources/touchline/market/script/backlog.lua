-- Whether the book is too far behind for anything new.
-- @include clock refuse gate

local AHEAD = 1000

-- When an entry was written. An id never steps back, but the clock may have been set back: then `at` of the entry says it. A trade from before that, which has not been
-- applied since, counts as old; a tick's time does not step back either, and says nothing.
local function written_at(stream, entry)
    local written = tonumber(string.match(entry[1], '^(%d+)-'))
    if written > now_ms() then
        for n = 1, #entry[2], 2 do
            written = entry[2][n] == 'at' and tonumber(entry[2][n + 1]) or written
        end
        if written > now_ms() + AHEAD and stream == 'outbox:trades' then
            return 0
        end
    end
    return written
end

-- The measure is the age of the oldest entry that no flusher has reported as applied (`outbox:applied`): without a flusher entries grow old.
-- Closes go on. Returns nil, or the refusal.
local function behind()
    local limit = tonumber(backlog_limit or redis.call('HGET', 'market', 'backlog_limit') or '') or 60000
    local streams = {'outbox:trades', 'outbox:ticks'}
    local applied = redis.pcall('HMGET', 'outbox:applied', streams[1], streams[2]) -- an error where another program has overwritten it
    for n, stream in ipairs(streams) do
        local time, number = string.match(applied[n] or '', '^(%d+)%-(%d+)$')
        -- Of an offset that was overwritten nothing is known to be applied, until a flusher publishes it again.
        local last = time and #time < 16 and #number < 20 and applied[n]
        -- What follows a young entry is younger.
        local age = last and now_ms() - tonumber(time)
        if not age or age > limit or age < 0 then
            -- To read an entry takes longer than all the rest: a young one is read only where the clock was set back. From the
            -- end, as Redis reads a whole block of entries to find where a range begins.
            local after = last and '(' .. last or '-'
            local oldest = redis.call('XRANGE', stream, after, whole(math.max(0, now_ms() - limit - 1)), 'COUNT', '1')[1]
            if not oldest and redis.call('XREVRANGE', stream, '+', whole(now_ms() + 1), 'COUNT', '1')[1] then
                oldest = redis.call('XRANGE', stream, after, '+', 'COUNT', '1')[1]
            end
            if oldest and now_ms() - written_at(stream, oldest) > limit then
                return refuse('unavailable', 'reason', 'book-behind')
            end
        end
    end
    return nil
end
