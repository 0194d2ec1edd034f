import { describeMismatches, questionnaireVersion, type Weighed } from '@nextpanel/checks/review';
import { say } from '@nextpanel/core';
import type { FrameVerdict, StoredFrame } from '@nextpanel/store';

/** Beyond it all is equally plain, as for the other checks. */
const mostSeverity = 10;

interface About {
  readonly panel: string;
  readonly frame: Pick<StoredFrame, 'sha256'>;
  readonly at: number;
}

/** What a judge says of a frame, as a verdict beside those of the other checks. `note`: what followed from it. */
export function reviewVerdict({ panel, frame, at }: About, model: string, weighed: Weighed, note = ''): FrameVerdict {
  const { mismatches, value } = weighed;
  const words = mismatches.length === 0 ? say('review.matches') : describeMismatches(mismatches);
  return {
    panel,
    sha256: frame.sha256,
    check: 'review',
    method: model,
    version: questionnaireVersion,
    value,
    limit: 1,
    severity: Math.min(mostSeverity, value),
    detail: `${words}${note === '' ? '' : `; ${note}`}`,
    at,
  };
}

export const notReviewed = ({ panel, frame, at }: About, model: string, reason: string): FrameVerdict => ({
  panel,
  sha256: frame.sha256,
  check: 'review',
  method: model,
  version: questionnaireVersion,
  value: 0,
  limit: 1,
  severity: 0,
  judged: false,
  detail: say('review.not', { said: reason }),
  at,
});
