import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('a copy with all of these changes', () => {
  let copy: RepositoryCopy;

  beforeAll(async () => {
    copy = await copyRepository();
    for (const { edits } of plants) for (const edit of edits) await makeEdit(copy.root, edit);
    const scripts = new Set(plants.flatMap(({ edits }) => edits.flatMap((it) => ('script' in it ? [it.script] : []))));
    for (const script of new Map([...scripts].map((it) => [it.join(' '), it])).values()) await copy.run(...script);
  });
  afterAll(() => copy?.[Symbol.asyncDispose]());

  it('has no type errors', async () => {
    await copy.run('tsc', '-p', 'tsconfig.json');
    await copy.run('tsc', '-p', 'apps/dashboard/tsconfig.json');
  });

  it('passes the unit tests of what was changed, and those that compare documents, schemas and tables with the code', async () => {
    const files = plants
      .flatMap(({ edits }) => edits.map(({ file }) => file))
      .filter((file) => /\.test\.ts$/.test(file));
    await copy.run(
      'vitest',
      ...['run', '--project', 'unit', '--retry', '0'],
      // Stories made to exhaust the parser take long, and no change of the table is about them.
      ...['--exclude', '**/*.limits.test.ts'],
      ...['packages/core/test/', 'apps/cli/test/', 'apps/dashboard/test/', 'test/repository/'],
      ...files.filter((file) => !/\.(int|sys)\.test\.ts$/.test(file)),
    );
  });

  it('passes the integration tests of what was changed', async () => {
    const files = plants.flatMap(({ edits }) => edits.map(({ file }) => file));
    await copy.run(
      'vitest',
      'run',
      '--project',
      'integration',
      ...files.filter((file) => /\.int\.test\.ts$/.test(file)),
    );
  });

  it.each(plants.filter(({ proof }) => proof))('does what was asked for: $change', async ({ proof = '' }) => {
    await copy.run('node', '--input-type=module', '--eval', proof);
  });
});
