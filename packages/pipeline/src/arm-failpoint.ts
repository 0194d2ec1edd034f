import { type ArmedFailpoint, type Failpoint, failpointSchema } from '@nextpanel/core';
import { z } from 'zod';

/** The failpoint of this process: a hole in the floor where one is asked for, otherwise nothing. */
export interface Floor {
  readonly failpoint: Failpoint;
  /** Opens the hole elsewhere, counted from now on. */
  arm(armed: ArmedFailpoint): void;
}

export function armFailpoint(armed: ArmedFailpoint | undefined): Floor {
  let hole = armed;
  let left = armed?.times ?? 0;
  return {
    failpoint(name) {
      if (name !== hole?.name) return;
      left -= 1;
      // SIGKILL as the kernel's out-of-memory killer would send it: no handler, no flush, no goodbye.
      if (left === 0) process.kill(process.pid, 'SIGKILL');
    },
    arm(next) {
      hole = next;
      left = next.times;
    },
  };
}

const armMessage = z.object({ type: z.literal('arm'), failpoint: failpointSchema });

/** The parent process may arm it later: `{type: 'arm', failpoint: 'name:n'}`, answered by `{type: 'armed'}`. */
export function armWhenTold({ arm }: Pick<Floor, 'arm'>): void {
  process.on('message', (message) => {
    const parsed = armMessage.safeParse(message);
    if (!parsed.success) return;
    arm(parsed.data.failpoint);
    process.send?.({ type: 'armed' });
  });
}
