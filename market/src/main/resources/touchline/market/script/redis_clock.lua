-- Tells Redis' own time. Changes nothing.
-- returns {ms since the epoch}
-- @include money clock

return {whole(now_ms())}
