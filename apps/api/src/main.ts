import { setTimeout as delay } from 'node:timers/promises';
import { beatHeart, runProcess } from '@nextpanel/pipeline';
import { requireKeysBeyondLoopback } from './access/loopback.ts';
import { buildServer } from './build-server.ts';
import { listen } from './listen.ts';

/** Requests still running after this long are cut off, in milliseconds. */
const closeDeadlineMs = 10_000;

await runProcess(
  'api',
  async (context, freePort) => {
    const app = await buildServer(context);
    await freePort();
    const url = await listen(app, context.config);
    const heart = beatHeart(context, 'api');
    return {
      ready: { url },
      async stop() {
        await Promise.race([app.close(), delay(closeDeadlineMs)]);
        await heart.stop();
      },
    };
  },
  requireKeysBeyondLoopback,
);
