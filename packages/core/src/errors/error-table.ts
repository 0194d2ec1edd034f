import { type errorCatalogue, errorCodes, exitCodeOfCode, factsOf } from './catalogue.ts';
import { warningCatalogue } from './warnings.ts';

const intro = `# Errors

<!-- Generated from the error catalogue in packages/core/src/errors; to change it, edit the catalogue and run: npm run schema -->

Every error has a stable code. The API answers with [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details:
\`code\`, \`title\` and \`remedy\` come from the tables below, \`detail\` says what went wrong this time. The command line prints
the same words and ends with the exit code. Programs should look at \`code\` only. A newer version may add codes.
`;

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const section = (title: string, text: string, content: string): string => `## ${title}\n\n${text}\n\n${content}\n`;

/** What `docs/errors.md` contains: every code with its status, exit code, title and remedy, and every warning. */
export function errorTable(): string {
  const sorted = [...errorCodes].sort();
  const answers = sorted.filter((code) => factsOf(code).status !== undefined);
  const stories = sorted.filter((code) => factsOf(code).stops || factsOf(code).passes);
  const others = sorted.filter((code) => !answers.includes(code) && !stories.includes(code));
  const meaning = (code: keyof typeof errorCatalogue) => [factsOf(code).title, factsOf(code).remedy] as const;
  return [
    intro,
    section(
      'Answers of the API',
      'Exit is the exit code of a command that ends because of the answer.',
      table(
        ['Code', 'Status', 'Exit', 'Title', 'Remedy'],
        answers.map((code) => row(`\`${code}\``, factsOf(code).status ?? '', exitCodeOfCode(code), ...meaning(code))),
      ),
    ),
    section(
      'Stories',
      [
        'What a story, a batch, an attempt or a request shows. **stops**: the story has the status `needs_attention` and lists the',
        'code under `failures`; a command that follows it ends with exit code 3. **passes**: the system continues automatically.',
        '**pauses**: the provider is paused for all stories; commands end with exit code 4.',
      ].join('\n'),
      table(
        ['Code', 'Effect', 'Title', 'Remedy'],
        stories.map((code) => row(`\`${code}\``, effectOf(code), ...meaning(code))),
      ),
    ),
    section(
      'Processes and the command line',
      'What keeps a process or a command from starting, and what appears only in logs.',
      table(
        ['Code', 'Exit', 'Title', 'Remedy'],
        others.map((code) => row(`\`${code}\``, exitCodeOfCode(code), ...meaning(code))),
      ),
    ),
    section(
      'Warnings',
      'Nothing stops because of a warning. Stories, estimates and sheets list them under `warnings`.',
      table(
        ['Code', 'Title', 'Remedy'],
        Object.entries(warningCatalogue)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([code, { title, remedy }]) => row(`\`${code}\``, title, remedy)),
      ),
    ),
  ].join('\n');
}

function effectOf(code: keyof typeof errorCatalogue): string {
  const { stops, passes, pausesProvider } = factsOf(code);
  if (pausesProvider) return 'pauses';
  return [stops && 'stops', passes && 'passes'].filter(Boolean).join(', ');
}
