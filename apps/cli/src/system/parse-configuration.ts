import { NextpanelError } from '@nextpanel/core/error';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

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

type Configuration = z.output<typeof configurationSchema>;

/**
 * The content of the user's configuration file.
 *
 * @throws NextpanelError `usage`, never with a value of the file
 */
export function parseConfiguration(file: string, text: string): Configuration {
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
