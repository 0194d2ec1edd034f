import { type CheckLabel, frameChecks, isPlatePanel, plateOf, say } from '@nextpanel/core';
import { type FrameVerdict, isFound, type StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { suppliedPictures } from '../plates.ts';
import { warnOfVerdict } from './found-verdicts.ts';

export type LabelledVerdict = FrameVerdict & { readonly label: CheckLabel | null };

/** What checks warn of, by panel id; nothing of takes that are not selected. */
export async function warningsOfChecks(
  { state }: Pick<Context, 'state'>,
  story: string,
): Promise<ReadonlyMap<string, ReturnType<typeof warnOfVerdict>>> {
  const verdicts = await state.checks.all(story);
  const warned = (await shownVerdicts({ state }, story, verdicts)).map(
    ({ number, ...verdict }) => [verdict.panel, warnOfVerdict(verdict, number)] as const,
  );
  const panels = Map.groupBy(warned, ([panel]) => panel);
  return new Map([...panels].map(([panel, all]) => [panel, all.flatMap(([, warnings]) => warnings)] as const));
}

/** What the judge says against pictures of characters that go along with panels; nothing of those that have been replaced. */
export async function warningsOfCast(
  { state }: Pick<Context, 'state'>,
  story: string,
  spec: StoredSpec,
): Promise<{ readonly code: 'reference_weak'; readonly detail: string }[]> {
  const found = (await state.checks.all(story)).filter((it) => isPlatePanel(it.panel) && isFound(it));
  if (found.length === 0) return [];
  const selected = await state.read.selected(story, [...new Set(found.map(({ panel }) => panel))]);
  return found.flatMap(({ panel, sha256, detail }) => {
    const supplied = suppliedPictures(spec, plateOf(panel)).map((picture) => picture.sha256);
    const goesAlong = supplied.length > 0 ? supplied.includes(sha256) : selected.get(panel)?.value.sha256 === sha256;
    return goesAlong
      ? [{ code: 'reference_weak', detail: say('picture.one', { name: `"${plateOf(panel)}"`, said: detail }) }]
      : [];
  });
}

/** Verdicts on selected frames of panels in the book, with their numbers, in reading order. */
export async function shownVerdicts(
  { state }: Pick<Context, 'state'>,
  story: string,
  verdicts: readonly LabelledVerdict[],
): Promise<(LabelledVerdict & { readonly number: number })[]> {
  if (verdicts.length === 0) return [];
  const order = await state.read.order(story);
  const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
  const selected = await state.read.selected(story, [...new Set(verdicts.map(({ panel }) => panel))]);
  return verdicts
    .flatMap((verdict) => {
      const number = numbers.get(verdict.panel);
      const isSelected = selected.get(verdict.panel)?.value.sha256 === verdict.sha256;
      return number !== undefined && isSelected ? [{ ...verdict, number }] : [];
    })
    .sort((a, b) => a.number - b.number || frameChecks.indexOf(a.check) - frameChecks.indexOf(b.check));
}
