-- The outbox: entries that the flusher writes into the book and the stream sends to clients. Needs money.lua.

-- A user's wallet after the movements of an entry: 'cash:held'; nil if none of them was the user's.
local function wallet_after(fields)
    local user, moved
    for n = 1, #fields, 2 do
        if fields[n] == 'user' then
            user = fields[n + 1]
        elseif fields[n] == 'ledger' then
            moved = fields[n + 1] ~= ''
        end
    end
    if user and moved then
        local wallet = redis.call('HMGET', 'wallet:' .. user, 'cash', 'held')
        return (wallet[1] or '0') .. ':' .. (wallet[2] or '0')
    end
    return nil
end

-- Appends an entry with its number (`entry`), which `outbox:written` counts: the book keeps the number that it has applied, and a Redis that has written
-- less has lost data. Money has to have been moved before.
local function outbox_add(stream, ...)
    local fields = {...}
    local wallet = stream == 'outbox:trades' and wallet_after(fields)
    if wallet then
        fields[#fields + 1] = 'wallet'
        fields[#fields + 1] = wallet
    end
    fields[#fields + 1] = 'entry'
    fields[#fields + 1] = whole(redis.call('HINCRBY', 'outbox:written', stream, 1))
    redis.call('XADD', stream, '*', unpack(fields))
end
