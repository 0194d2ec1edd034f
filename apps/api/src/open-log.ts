import type { Config } from '@nextpanel/core';
import { destination, type Logger, pino } from 'pino';

/** JSON lines on stderr; stdout belongs to the CLI. Headers that carry keys are cut out wherever a request is logged whole. */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  const paths = ['authorization', 'cookie', '["set-cookie"]'].flatMap((name) => {
    const header = name.startsWith('[') ? name : `.${name}`;
    return [`headers${header}`, `req.headers${header}`, `res.headers${header}`, `err.config.headers${header}`];
  });
  return pino({ name: 'api', level: config.logLevel, redact: paths }, destination({ dest: 2, sync: true }));
}
