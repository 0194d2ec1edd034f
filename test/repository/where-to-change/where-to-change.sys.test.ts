import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../repository.ts';
import { copyRepository, type RepositoryCopy } from './copy-repository.ts';
import { makeEdit } from './plant.ts';
import { plants } from './plants.ts';
import { names, readTable } from './table.ts';

/**
 * The README's table "Where do I change …" is followed here: every change is made in a copy of the repository by editing the
 * files of its row and no others, and then the copy must pass the checks and the tests that compare documents with code.
 */

const table = readTable();

describe('the table "Where do I change …"', () => {
  it('has a row for every change that is tried, and no other', () => {
    expect(plants.map(({ change }) => change).sort()).toEqual([...table.keys()].sort());
  });

  it.each(plants)('names every file that must change for $change, and only those', ({ change, edits }) => {
    const row = table.get(change) ?? [];
    const files = edits.map(({ file }) => file);
    expect(files.filter((file) => !names(row, file))).toEqual([]);
    // One of two places is enough where the row says "or".
    const unused = row.filter((place) => !files.some((file) => names([place], file)));
    const alternatives = change === 'a metric' ? ['apps/api/src/observe-requests.ts'] : [];
    expect(unused).toEqual(alternatives);
  });
});

const { schema = '' } = (JSON.parse(readText('package.json')) as { scripts: Record<string, string> }).scripts;
const placeInSchema = (script: readonly string[]) => schema.indexOf(script.at(-1) ?? '');

describe('a copy with all of these changes', { timeout: 600_000 }, () => {
  let copy: RepositoryCopy;

  beforeAll(async () => {
    copy = await copyRepository();
    for (const { edits } of plants) for (const edit of edits) await makeEdit(copy.root, edit);
    // Each script once, in the order of `schema`: it writes the files of several changes, and what it writes is read by the next.
    const scripts = plants.flatMap(({ edits }) => edits.flatMap((it) => ('script' in it ? [it.script] : [])));
    const unique = [...new Map(scripts.map((it) => [it.join(' '), it])).values()];
    for (const script of unique.toSorted((a, b) => placeInSchema(a) - placeInSchema(b))) {
      const failure = await copy.run(...script);
      if (failure !== null) throw new Error(failure);
    }
  });
  afterAll(() => copy?.[Symbol.asyncDispose]());

  const files = plants.flatMap(({ edits }) => edits.map(({ file }) => file));
  const integration = files.filter((file) => file.endsWith('.int.test.ts'));
  const unit = files.filter((file) => file.endsWith('.test.ts') && !/\.(int|sys)\.test\.ts$/.test(file));
  const test = (project: string, ...more: readonly string[]) =>
    copy.run('vitest', 'run', '--project', project, '--retry', '0', ...more);

  it('has no type errors', async () => {
    expect(await copy.run('tsc', '-p', 'tsconfig.json')).toBeNull();
    expect(await copy.run('tsc', '-p', 'apps/dashboard/tsconfig.json')).toBeNull();
  });

  it('passes the unit tests of what was changed, and those that compare documents, schemas and tables with the code', async () => {
    const whole = ['packages/core/test/', 'apps/cli/test/', 'apps/dashboard/test/', 'test/repository/'];
    // Stories made to exhaust the parser take long, and the test of the walls plants breaches of its own: neither is about the table.
    const without = ['**/*.limits.test.ts', '**/walls.test.ts'].flatMap((it) => ['--exclude', it]);
    expect(await test('unit', ...without, ...whole, ...unit)).toBeNull();
  });

  it('passes the integration tests of what was changed', async () => {
    expect(await test('integration', ...integration)).toBeNull();
  });

  it.each(plants.filter(({ proof }) => proof))('does what was asked for: $change', async ({ proof = '' }) => {
    expect(await copy.run('node', '--input-type=module', '--eval', proof)).toBeNull();
  });
});
