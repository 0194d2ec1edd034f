import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NextpanelError, nearestWord } from '@nextpanel/core';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Io } from '../io.ts';
import { fromUser } from '../user-paths.ts';

const profileSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(1).optional(),
});
const configurationSchema = z.strictObject({
  default: z.string().optional(),
  profiles: z.record(z.string(), profileSchema).default({}),
});

/** A server and the key to use there. */
export type Profile = z.output<typeof profileSchema>;

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

async function readConfiguration(file: string): Promise<z.output<typeof configurationSchema> | null> {
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
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined;
    // Its message quotes the line, which may hold a key.
    throw new NextpanelError(
      'usage',
      `${file}${line === undefined ? '' : `:${line}`} is not YAML; see docs/cli.md for its form`,
    );
  }
  const parsed = configurationSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path.join('.') || 'the file';
  const why = issue && 'keys' in issue ? `has no field ${issue.keys.join(', ')}` : issue?.message.toLowerCase();
  throw new NextpanelError('usage', `${file}: ${at}: ${why}; see docs/cli.md for its form`);
}
