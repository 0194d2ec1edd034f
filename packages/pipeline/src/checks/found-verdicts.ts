import { actionOf, type FrameCheck, type PixelCheck, say, type WarningCode } from '@nextpanel/core';
import { type FrameVerdict, isFound, type StoredFailure, type StoredSpec } from '@nextpanel/store';

type Checked = Pick<StoredSpec, 'checks' | 'review'>;

/** Whether a story asks for a check by name. A blank frame is refused without being asked for, see `judgeFrame`. */
export const isOn = (spec: Checked, check: PixelCheck): boolean =>
  spec.checks?.[check] !== undefined && actionOf(spec, check) !== 'off';

const codes: Readonly<Record<FrameCheck, WarningCode>> = {
  blank: 'looks_blank',
  copies: 'looks_copied',
  borders: 'borders_inside',
  text: 'letters_inside',
  drift: 'unlike_scene',
  review: 'review_mismatch',
};

/** What a verdict warns of; nothing when it found nothing, or a user says that it is wrong. */
export function warnOfVerdict(
  verdict: FrameVerdict & { readonly label?: string | null },
  number: number,
): { readonly code: WarningCode; readonly detail: string }[] {
  if (verdict.judged === false) return [{ code: 'not_reviewed', detail: ofPanel(number, verdict) }];
  if (!isFound(verdict) || verdict.label === 'wrong') return [];
  return [{ code: codes[verdict.check], detail: ofPanel(number, verdict) }];
}

const ofPanel = (panel: number, { detail }: FrameVerdict): string => say('in.panel', { panel, said: detail });

/** Why verdicts stop a story; null when they do not. */
export function stopOf(
  spec: Checked,
  verdicts: readonly FrameVerdict[],
  numberOf: (panel: string) => number,
): StoredFailure | null {
  const found = verdicts.filter((verdict) => isFound(verdict) && actionOf(spec, verdict.check) === 'stop');
  if (found.length === 0) return null;
  const words = found.map(({ panel, check, detail }) =>
    say('stop.found', { panel: numberOf(panel), check, said: detail }),
  );
  return { code: 'check_found', detail: words.join('; ') };
}

/** One reason for several; null: there is none. */
export function joinStops(stops: readonly (StoredFailure | null)[]): StoredFailure | null {
  const [first, ...others] = stops.filter((stop) => stop !== null);
  if (!first) return null;
  return { ...first, detail: [first, ...others].map(({ detail }) => detail).join('; ') };
}
