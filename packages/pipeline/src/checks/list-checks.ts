import {
  actionOf,
  type CheckLabel,
  type ChecksView,
  type CheckVerdict,
  type FrameCheck,
  frameChecks,
  isPlatePanel,
  NextpanelError,
} from '@nextpanel/core';
import { isFound } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { findPanel, nameOf, type PartRef } from '../stories/find-panel.ts';
import { type Scope, storyHead } from '../stories/read-story.ts';
import { type LabelledVerdict, shownVerdicts } from './shown-verdicts.ts';

type ReadContext = Pick<Context, 'state'>;

/** What checks measured of the selected frames, worst first, and how often each was right. Throws `not_found`. */
export async function listChecks(context: ReadContext, scope: Scope): Promise<ChecksView> {
  const { spec } = await storyHead(context, scope);
  // Verdicts on pictures of characters are warnings of the story.
  const verdicts = (await context.state.checks.all(scope.id)).filter(({ panel }) => !isPlatePanel(panel));
  const items = (await shownVerdicts(context, scope.id, verdicts))
    .map(({ number, ...verdict }) => viewVerdict(verdict, number))
    .sort((a, b) => b.severity - a.severity || a.panel - b.panel);
  const checks = frameChecks.flatMap((check) => {
    const of = verdicts.filter((verdict) => verdict.check === check);
    const action = actionOf(spec, check);
    if (of.length === 0 && action === 'off') return [];
    const labelled = (label: CheckLabel) => of.filter((verdict) => verdict.label === label).length;
    const found = of.filter(isFound).length;
    const measured = of.filter(({ judged }) => judged !== false).length;
    return [{ check, action, measured, found, right: labelled('right'), wrong: labelled('wrong') }];
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

const viewVerdict = (verdict: LabelledVerdict, number: number): CheckVerdict => ({
  panel: number,
  panelId: verdict.panel,
  check: verdict.check,
  sha256: verdict.sha256,
  judged: verdict.judged !== false,
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
