-- read-breaker: whether it is open.
-- Returns {'closed'} | {'half-open' | 'open', since (ms), words, rest of the wait (ms)}.
if not is_open() then return { 'closed' } end
return still_open((field('ready') or now >= number('until')) and 'half-open' or 'open')
