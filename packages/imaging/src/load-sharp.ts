import { writeFontConfig } from './fonts/write-font-config.ts';

export type Sharp = typeof import('sharp')['default'];

// sharp and its fontconfig are one per process whatever we do: the environment is read once, at the first text. So this
// promise only mirrors what the process already is.
let loading: Promise<Sharp> | undefined;

/**
 * The only door to sharp. Fontconfig's file must be named in the environment *before* sharp draws its first text, or a
 * machine without fonts draws empty boxes and says nothing; hence no module may import sharp's values directly.
 * The first call of a process must come from its main thread: the environment of a worker thread is a copy that native
 * code does not see.
 */
export function loadSharp(): Promise<Sharp> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp> {
  process.env.FONTCONFIG_FILE = await writeFontConfig();
  process.env.PANGOCAIRO_BACKEND = 'fontconfig'; // macOS would ask Core Text, which knows other fonts
  const { default: sharp } = await import('sharp');
  // Pictures side by side on one thread each beat threads inside a picture (3.6 s against 6.7 s for 64 panels on 2 CPUs),
  // and no file is ever read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
