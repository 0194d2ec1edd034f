import {
  actionOf,
  type CheckLabel,
  type ChecksView,
  type CheckVerdict,
  type FrameCheck,
  frameChecks,
  NextpanelError,
} from '@nextpanel/core';
import { type FrameVerdict, isFound } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { findPanel, nameOf, type PartRef } from '../stories/find-panel.ts';
import { type Scope, storyHead } from '../stories/read-story.ts';
import { warnOfVerdict } from './found-verdicts.ts';

type ReadContext = Pick<Context, 'state'>;
type Labelled = FrameVerdict & { readonly label: CheckLabel | null };

/** What checks measured of the selected frames, worst first, and how often each was right. Throws `not_found`. */
export async function listChecks(context: ReadContext, scope: Scope): Promise<ChecksView> {
  const { spec } = await storyHead(context, scope);
  const verdicts = await context.state.checks.all(scope.id);
  const items = (await shownVerdicts(context, scope.id, verdicts))
    .map(({ number, ...verdict }) => viewVerdict(verdict, number))
    .sort((a, b) => b.severity - a.severity || a.panel - b.panel);
  const checks = frameChecks.flatMap((check) => {
    const of = verdicts.filter((verdict) => verdict.check === check);
    const action = actionOf(spec, check);
    if (of.length === 0 && action === 'off') return [];
    const labelled = (label: CheckLabel) => of.filter((verdict) => verdict.label === label).length;
    const found = of.filter(isFound).length;
    return [{ check, action, measured: of.length, found, right: labelled('right'), wrong: labelled('wrong') }];
  });
  return { items, checks };
}

/** Says whether a verdict on the selected frame of a panel is right; null takes that back. Throws `not_found`. */
export async function labelCheck(
  context: ReadContext,
  { number, check, ...scope }: Scope & { readonly number: PartRef; readonly check: FrameCheck },
  label: CheckLabel | null,
): Promise<CheckVerdict> {
  await storyHead(context, scope);
  const panel = await findPanel(context, scope, number);
  const shown = await shownVerdicts(context, scope.id, await context.state.checks.all(scope.id));
  const found = shown.find((verdict) => verdict.panel === panel && verdict.check === check);
  const outcome = found && (await context.state.checks.label({ ...found, story: scope.id }, label));
  if (!found || outcome !== 'labelled') {
    throw new NextpanelError(
      'not_found',
      `the check "${check}" has not measured the selected frame of panel ${nameOf(number)}`,
    );
  }
  return viewVerdict({ ...found, label }, found.number);
}

/** What checks warn of, by panel id; nothing of takes that are not selected. */
export async function warningsOfChecks(
  { state }: ReadContext,
  story: string,
): Promise<ReadonlyMap<string, ReturnType<typeof warnOfVerdict>>> {
  const verdicts = await state.checks.all(story);
  const warned = (await shownVerdicts({ state }, story, verdicts)).map(
    ({ number, ...verdict }) => [verdict.panel, warnOfVerdict(verdict, number)] as const,
  );
  const panels = Map.groupBy(warned, ([panel]) => panel);
  return new Map([...panels].map(([panel, all]) => [panel, all.flatMap(([, warnings]) => warnings)] as const));
}

/** Verdicts on selected frames of panels in the book, with their numbers, in reading order. */
async function shownVerdicts(
  { state }: ReadContext,
  story: string,
  verdicts: readonly Labelled[],
): Promise<(Labelled & { readonly number: number })[]> {
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

const viewVerdict = (verdict: Labelled, number: number): CheckVerdict => ({
  panel: number,
  panelId: verdict.panel,
  check: verdict.check,
  sha256: verdict.sha256,
  found: isFound(verdict),
  value: verdict.value,
  limit: verdict.limit,
  severity: verdict.severity,
  method: verdict.method,
  version: verdict.version,
  detail: verdict.detail,
  at: new Date(verdict.at).toISOString(),
  label: verdict.label,
});
