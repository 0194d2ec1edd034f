import type { Io } from './io.ts';

/** Whether the user asked for details. */
export const isDebugging = (env: Io['env']): boolean => env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace';
