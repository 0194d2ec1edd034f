import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NextpanelError } from '@nextpanel/core/error';
import type { Io } from '../io.ts';
import { fromUser } from '../user-paths.ts';
import type { Profile } from './parse-configuration.ts';

/**
 * The profile that was named, or the default one of the configuration file; null where there is none.
 *
 * @throws NextpanelError `usage` for a profile that does not exist and for a file that cannot be read; never with a value of the file
 */
export async function readProfile(io: Pick<Io, 'env' | 'cwd'>, named: string | undefined): Promise<Profile | null> {
  const file = configurationFile(io);
  const configuration = await readConfiguration(file);
  const name = named ?? (io.env.NEXTPANEL_PROFILE || undefined) ?? configuration?.default;
  if (name === undefined) return null;
  const profile = configuration?.profiles[name];
  if (profile) return profile;
  const names = Object.keys(configuration?.profiles ?? {});
  const { nearestWord } = await import('@nextpanel/core/nearest-word');
  const nearest = nearestWord(name, names);
  const known =
    names.length === 0
      ? `${file} has none`
      : `did you mean ${nearest ?? names.join(' or ')}? ${file} has ${names.join(', ')}`;
  throw new NextpanelError('usage', `there is no profile "${name}": ${known}`);
}

function configurationFile({ env, cwd }: Pick<Io, 'env' | 'cwd'>): string {
  if (env.NEXTPANEL_CONFIG) return fromUser({ env, cwd }, env.NEXTPANEL_CONFIG);
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'nextpanel', 'config.yaml');
}

async function readConfiguration(file: string) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return null;
    throw new NextpanelError(
      'usage',
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
  // Most people have no such file, and every command would load its parser.
  return (await import('./parse-configuration.ts')).parseConfiguration(file, text);
}
