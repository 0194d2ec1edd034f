-- lease-question: may this process ask the vendor for something free? The wait must be over, and no other process may be asking.
-- ARGV: 2 how long asking may take (ms)
-- Returns {'ask'} | {'no'}.
if not is_open() or now < number('until') or field('ready') or number('asking') > now then return { 'no' } end
redis.call('HSET', breaker, 'asking', int(now + tonumber(ARGV[2])))
return { 'ask' }
