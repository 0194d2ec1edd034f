import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findPhrases } from './phrases.ts';

/**
 * Checks every text of the repository for phrases to avoid (`phrases.ts`). Folders and files of `phrases-to-do.txt` may
 * still have some, but one that has none must be taken off that list, so that it only shrinks.
 *
 * `--counts` prints how many each file has, those of the list too. Paths limit what is checked.
 */
const root = new URL('../../', import.meta.url);
const texts = /\.(md|ts|tsx|lua|ya?ml|conf|css|html|sh)$|(^|\/)(Dockerfile|run)$/;
/** The texts of stories, the list of phrases itself, and what is generated from texts that are checked. */
const exempt = [
  /^examples\/(editions\/)?0/,
  /^infra\/lint\/phrases/,
  /^infra\/lint\/test\/phrases/,
  /\.generated\.ts$/,
  /^pnpm-lock\.yaml$/,
  /^LICENSE$/,
  /\.generated\.ts$/,
];

const { values, positionals } = parseArgs({ options: { counts: { type: 'boolean' } }, allowPositionals: true });
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');

const toDo = read('infra/lint/phrases-to-do.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const isUnder = (file: string, path: string) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`);

const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (tracked.status !== 0) throw new Error(`git ls-files: ${tracked.stderr}`);
const files = tracked.stdout
  .split('\0')
  .filter((file) => texts.test(file) && !exempt.some((it) => it.test(file)))
  .filter((file) => positionals.length === 0 || positionals.some((path) => isUnder(file, path)));

const withPhrases = files.flatMap((file) => {
  const found = findPhrases(readIfThere(file));
  return found.length === 0 ? [] : [{ file, found }];
});

/** A file that is removed but still in the index has no text. */
function readIfThere(file: string): string {
  try {
    return read(file);
  } catch {
    return '';
  }
}

if (values.counts) {
  for (const { file, found } of withPhrases) console.log(`${String(found.length).padStart(5)}  ${file}`);
}
const wrong = withPhrases.filter(({ file }) => positionals.length > 0 || !toDo.some((path) => isUnder(file, path)));
for (const { file, found } of wrong) {
  for (const { line, words, say } of found) console.error(`${file}:${line}  "${words}": say ${say}`);
}
const done = positionals.length > 0 ? [] : toDo.filter((path) => !withPhrases.some(({ file }) => isUnder(file, path)));
for (const path of done) console.error(`${path} has no phrase to avoid: take it off infra/lint/phrases-to-do.txt`);
const total = withPhrases.reduce((sum, { found }) => sum + found.length, 0);
console.log(`${total} phrases to avoid in ${withPhrases.length} files; ${toDo.length} paths still to do`);
process.exitCode = wrong.length + done.length === 0 ? 0 : 1;
