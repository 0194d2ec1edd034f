-- take-first: may this request go out? Asking again keeps what it has.
-- Returns 'proven' | 'first' | 'wait'.
if is_proven() then return 'proven' end
if is_first() or redis.call('SET', first, request, 'NX', 'PX', lease) then
  redis.call('PEXPIRE', first, lease)
  return 'first'
end
return 'wait'
