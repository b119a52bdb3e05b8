-- Whether an operator has blocked a user. Only buying and opening ask: selling and closing go on.

-- Returns nil, or the refusal.
local function blocked(user)
    if redis.call('HEXISTS', 'wallet:' .. user, 'blocked') == 1 then
        return {'refused', 'account-blocked'}
    end
    return nil
end
