/** What a process that cannot start exits with: 2 for a mistake in its configuration, 5 for its environment, 1 for the rest. */
export function exitCodeOf(code: string): number {
  if (code === 'config_invalid' || code === 'keys_required') return 2;
  return /^(redis_|data_dir_|port_taken$|cannot_listen$)/.test(code) ? 5 : 1;
}
