import type { Config, Failpoint } from '@nextpanel/core';

/** The failpoint of this process: a hole in the floor where the environment asks for one, otherwise nothing. */
export function armFailpoint(armed: Config['failpoint']): Failpoint {
  if (!armed) return () => undefined;
  let left = armed.times;
  return (name) => {
    if (name !== armed.name) return;
    left -= 1;
    // SIGKILL as the kernel's out-of-memory killer would send it: no handler, no flush, no goodbye.
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
