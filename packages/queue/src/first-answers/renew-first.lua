-- renew-first: extends the lease of the request together with its turn's lock.
-- Returns 'renewed'.
if not is_proven() and is_first() then redis.call('PEXPIRE', first, lease) end
return 'renewed'
