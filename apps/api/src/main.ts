import { setTimeout as delay } from 'node:timers/promises';
import { asNextpanelError, parseConfig } from '@nextpanel/core';
import { openContext } from '@nextpanel/pipeline';
import { requireKeysBeyondLoopback } from './access/loopback.ts';
import { buildServer } from './build-server.ts';
import { exitCodeOf } from './exit-code.ts';
import { listen } from './listen.ts';
import { openLog } from './open-log.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** Requests still running after this long are cut off, in milliseconds. */
const closeDeadlineMs = 10_000;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  requireKeysBeyondLoopback(config);
  const log = openLog(config);
  const context = await openContext(config, { log, role: 'api' });
  const app = await buildServer(context);
  const url = await listen(app, config);
  stopOnSignal(log, async () => {
    await Promise.race([app.close(), delay(closeDeadlineMs)]);
    await context[Symbol.asyncDispose]();
  });
  log.info({ url }, 'listening');
  process.send?.({ type: 'ready', url });
}

try {
  await main();
} catch (thrown) {
  const { code, message } = asNextpanelError(thrown);
  process.stderr.write(`${JSON.stringify({ level: 60, time: Date.now(), code, msg: message })}\n`);
  process.exit(exitCodeOf(code));
}
