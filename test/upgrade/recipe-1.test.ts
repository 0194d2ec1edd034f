import { readFile } from 'node:fs/promises';
import * as core from '@nextpanel/core';
import { openProviders } from '@nextpanel/providers';
import type { ClaimedPanel } from '@nextpanel/store';
import { expect, it } from 'vitest';
import { planKeys, type Round } from './src/plan-keys.ts';

/**
 * Recipe 1 composes what release 1 composed, byte for byte: the keys of its requests name records that are paid for. A
 * difference here would buy every picture of every story once more. Another wording is another recipe.
 */

const file = new URL('./fixtures/release-1/keys.json', import.meta.url);
const { keys } = JSON.parse(await readFile(file, 'utf8')) as { keys: Record<string, Record<string, string[]>> };

/** Loaded as a release's is: it is no part of the package's interface. */
const workspace = new URL('../../', import.meta.url).pathname;
const { planRequests } = (await import(`${workspace}packages/pipeline/src/draw/plan-requests.ts`)) as {
  planRequests: (...round: readonly unknown[]) => readonly { readonly key: string }[];
};

function planRound(round: Round): string[] {
  const { spec, provider, model, method, redraw, referencePanel } = round;
  const groups = round.groups.map((group) =>
    group.map(
      ({ number, ...panel }) =>
        ({
          id: `p${number}`,
          number,
          place: number - (referencePanel ?? 0),
          target: `p${number}`,
          spec: panel,
          redraw,
        }) as ClaimedPanel,
    ),
  );
  const references = { cast: new Map(), anchor: round.anchor, referenceFrame: round.referenceFrame };
  const batch = {
    spec: { ...spec, recipe: 1 },
    tenant: 'default',
    // What that release drew everything in, whatever layouts the examples have today.
    sizeOf: () => core.parseSize(core.defaultFrameSize),
    reference: referencePanel === null ? null : { panel: referencePanel, frame: round.referenceFrame },
  };
  return planRequests({ method, groups, references }, batch, provider, model).map(({ key }) => key);
}

it.each(Object.keys(keys))('the keys of %s are those of release 1', async (example) => {
  const source = await readFile(new URL(`../../examples/${example}`, import.meta.url), 'utf8');
  expect(await planKeys({ core, openProviders, planRound }, source)).toEqual(keys[example]);
});
