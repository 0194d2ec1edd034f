import { writeFontConfig } from './fonts/write-font-config.ts';

export type Sharp = typeof import('sharp')['default'];

// There is only one sharp and one fontconfig per process: the environment is read once, at the first text. So a promise at
// module level shares nothing that is not shared already.
let loading: Promise<Sharp> | undefined;

/**
 * The only way to get sharp. Fontconfig's file must be named in the environment *before* sharp draws its first text, or a
 * machine without fonts silently draws empty boxes. So no module may import sharp's values directly.
 * The first call of a process must come from its main thread: the environment of a worker thread is a copy that native
 * code does not see.
 */
export function loadSharp(): Promise<Sharp> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp> {
  process.env.FONTCONFIG_FILE = await writeFontConfig();
  process.env.PANGOCAIRO_BACKEND = 'fontconfig'; // macOS would use Core Text, which has other fonts
  const { default: sharp } = await import('sharp');
  // Several pictures at once on one thread each are faster than several threads per picture (3.6 s against 6.7 s for 64 panels on 2 CPUs),
  // and no file is ever read twice.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
