import type { AdaptedScript } from '@nextpanel/client';
import type { JudgedCall } from '@nextpanel/vendors';
import type { SentScript } from '../scripts.ts';
import type { Violation } from '../violation.ts';
import { isWithheld } from './check-judged.ts';

type Answer = Pick<JudgedCall, 'words' | 'fault'>;

/** A script at the end of a campaign. */
export interface ScriptFound {
  readonly script: Pick<SentScript, 'id' | 'mark'>;
  readonly view: Pick<AdaptedScript, 'status' | 'reason' | 'spentUsd' | 'possiblyUsd' | 'calls' | 'draft'>;
}

/**
 * A script ends; what its model answered is paid for or possibly paid; it is asked the same again only where the answer before was lost;
 * and a draft has every word of its text.
 */
export function checkScripts(answers: readonly Answer[], found: readonly ScriptFound[], callUsd: number): Violation[] {
  return found.flatMap(({ script: { id, mark }, view }) => {
    const violations: Violation[] = [];
    const broken = (invariant: Violation['invariant'], words: string) =>
      void violations.push({ invariant, detail: `script ${id}: ${words}` });
    const about = new RegExp(`\\b${mark}\\b`);
    const own = answers.filter((answer) => !isWithheld(answer) && about.test(answer.words));
    const again = own.length - new Set(own.map(({ words }) => words)).size;
    const count = (state: string) => view.calls.filter((call) => call.state === state).length;
    const ordered = count('ordered');
    if (ordered > 0) broken('nothing is left behind', `${ordered} questions are under way after it is ${view.status}`);
    const known = view.spentUsd + view.possiblyUsd;
    if (known < callUsd * own.length - 1e-9)
      broken('every charge is reported', `${own.length} answers at $${callUsd}, its ledger says $${known}`);
    const lost = count('possibly_paid');
    if (again > lost) broken('no double charge', `${again} questions were answered again, ${lost} answers were lost`);
    if (view.status === 'done' && !hasEverything(view.draft))
      broken('no panel is lost', `its draft lacks words: ${JSON.stringify(view.draft?.coverage)}`);
    return violations;
  });
}

const hasEverything = (draft: ScriptFound['view']['draft']): boolean =>
  draft !== null &&
  draft.coverage.leftOut.length + draft.coverage.notVerbatim.length + draft.coverage.outOfOrder.length === 0;
