-- wait-story: an active story waits for something that no batch stands for, or no longer does.
-- ARGV: 1 code, '' when it continues  2 what is known of it (JSON, see `wait_for`)
-- Returns {'stored'} | {'gone'}.
local status = redis.call('HGET', story, 'status')
if not status then return { 'gone' } end
if ARGV[1] == '' then go_on() elseif is_active(status) then wait_for(ARGV[1], ARGV[2]) end
return { 'stored' }
