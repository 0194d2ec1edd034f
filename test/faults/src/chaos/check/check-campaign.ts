import { isPlatePanel } from '@nextpanel/core';
import type { Stage } from '../perform-action.ts';
import { readScript } from '../scripts.ts';
import { callUsd } from '../start-world.ts';
import type { Tale } from '../tales.ts';
import type { Violation } from '../violation.ts';
import { checkChain } from './check-chain.ts';
import { type ChargeCounts, checkCharges } from './check-charges.ts';
import { checkEnding, checkGone, checkInserted } from './check-endings.ts';
import { checkEvents, checkFollowed, openCertain } from './check-events.ts';
import { checkJudged } from './check-judged.ts';
import { checkLeftovers } from './check-leftovers.ts';
import { checkPossiblyPaid, type Explained } from './check-possibly-paid.ts';
import { checkScripts, type ScriptFound } from './check-scripts.ts';
import { checkSheets } from './check-sheets.ts';
import { checkTakes } from './check-takes.ts';
import { type Bought, countWasted, expectWasted } from './count-wasted.ts';
import { type Findings, readFindings } from './read-findings.ts';

/** What was checked afterwards, and what was broken. */
export interface Checked {
  readonly violations: readonly Violation[];
  readonly found: readonly Findings[];
  readonly charges: ChargeCounts;
  readonly explained: Explained;
  readonly bought: readonly Bought[];
  readonly panelsDrawn: number;
  readonly platesDrawn: number;
  /** Answers of the judge, and about scripts. */
  readonly judged: number;
  /** Scripts by status. */
  readonly scripts: readonly string[];
  readonly panelsInChain: number;
  readonly sheets: number;
}

/** Checks everything from outside: the vendors' ledger, the API, the keys in Redis, the data folder. */
export async function checkCampaign(
  { world, tales, scripts, journal, can }: Pick<Stage, 'world' | 'tales' | 'scripts' | 'journal' | 'can'>,
  { booksCompared, kills }: { readonly booksCompared: number; readonly kills: number },
): Promise<Checked> {
  const violations: Violation[] = [];
  const isCertain = openCertain(world.redis.promotions);
  // Files that a killed process left in tmp/ are removed when the next one starts.
  await world.apps.get('finalizer')?.restart();
  violations.push(...(await checkLeftovers(world, tales.all)), ...checkGone(tales.all));
  const found: Findings[] = [];
  for (const tale of tales.all) if (!tale.deleted) found.push(await readFindings(world, tale));
  violations.push(...(await checkFollowed(found, isCertain)));
  await tales.stopFollowing();
  const { ledger, calls, judged } = world.vendors;
  const deleted = tales.all.filter((tale: Tale) => tale.deleted);
  const charges = checkCharges(
    ledger,
    found.map((it) => it.ledger),
    deleted,
  );
  const explained = checkPossiblyPaid(journal, found, calls);
  const bought = countWasted(ledger, found);
  violations.push(...checkJudged(judged, found));
  const adapted: ScriptFound[] = [];
  for (const script of scripts) {
    const view = await readScript(world.client, script);
    if (view !== null) adapted.push({ script, view });
  }
  violations.push(...checkScripts(judged, adapted, callUsd));
  violations.push(...charges.violations, ...explained.violations, ...expectWasted(bought, kills));
  let panelsInChain = 0;
  let sheets = 0;
  for (const story of found) {
    violations.push(...(await checkEnding(world, story)), ...checkEvents(story, isCertain), ...checkInserted(story));
    const chain = await checkChain(world, story, ledger);
    violations.push(...chain.violations);
    if (can('select-take')) violations.push(...(await checkTakes(world, story, ledger)));
    panelsInChain += chain.checked;
  }
  for (const story of completed(found).slice(0, booksCompared)) {
    const bound = await checkSheets(world, story);
    violations.push(...bound.violations);
    sheets += bound.checked;
  }
  const panelsDrawn = found.reduce((sum, { view }) => sum + view.progress.panels.drawn, 0);
  const drawn = found.flatMap((it) => it.ledger).filter(({ state }) => state === 'kept');
  return {
    violations,
    found,
    charges: charges.counts,
    explained,
    bought,
    panelsDrawn,
    platesDrawn: drawn.filter(({ panelIds }) => panelIds.some(isPlatePanel)).length,
    judged: judged.length,
    scripts: adapted.map(({ view }) => view.status),
    panelsInChain,
    sheets,
  };
}

/** The most edited ones first: their sheets were composed again. */
const completed = (found: readonly Findings[]): Findings[] =>
  found.filter(({ view }) => view.status === 'completed').toSorted((a, b) => composedTimes(b) - composedTimes(a));

const composedTimes = ({ events }: Findings): number => events.filter(({ type }) => type === 'sheet.composed').length;
