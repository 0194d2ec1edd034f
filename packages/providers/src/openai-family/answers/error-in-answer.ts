import type { NextpanelError } from '@nextpanel/core';
import { readErrorBody } from '../read-refusal.ts';
import type { Vendor } from '../vendor.ts';
import { errorOfRefusal } from '../vendor-error.ts';
import { fieldsOf } from './fields-of.ts';

/** What code, type or words of an error mean as a status of HTTP, the first that fits. */
const meanings: readonly (readonly [status: number, words: RegExp])[] = [
  [429, /rate.?limit|too.?many.?requests|resource.?exhausted/i],
  [504, /time.?out|timed.?out|deadline/i],
  [503, /overload|unavailable|capacity|busy|try again|out of memory|\bloading\b|not ready|starting up/i],
  [500, /server.?error|internal|upstream|bad.?gateway|service.?error|bad_response/i],
  [401, /invalid.?api.?key|invalid.?token|unauthorized|authentication/i],
];

/** A failure that came with a success status, judged by its code and its words; null when the answer reports none. */
export function errorInAnswer(answer: unknown, vendor: Vendor): NextpanelError | null {
  const reported = reportOf(answer);
  if (reported === null) return null;
  const { usage } = fieldsOf(answer);
  const body = readErrorBody(
    typeof reported === 'string' ? { message: reported, usage } : { usage, ...fieldsOf(reported) },
  );
  return errorOfRefusal(
    { ...body, status: statusOf(body), inAnswer: true, requestId: null, page: false, retryAfterMs: undefined },
    vendor,
  );
}

/** The `error` member, or the answer itself where its `code` or `success` says that it is one. */
function reportOf(answer: unknown): unknown {
  const fields = fieldsOf(answer);
  const { error, code, success } = fields;
  if (typeof error === 'string' ? error !== '' : error !== null && error !== undefined && error !== false) {
    return typeof error === 'string' ? { message: messageOf(fields, error), code } : error;
  }
  const status = Number(code);
  const says = success === false || (Number.isInteger(status) && status >= 400);
  return says ? { message: messageOf(fields), code } : null;
}

const messageOf = (fields: Readonly<Record<string, unknown>>, first?: string): string =>
  [first, fields.message, fields.msg, fields.detail, fields.fail_reason]
    .filter((it) => typeof it === 'string' && it !== '')
    .join(': ');

function statusOf({ code, type, message }: { readonly code: string; readonly type: string; readonly message: string }) {
  const number = Number(code);
  if (Number.isInteger(number) && number >= 400 && number < 600) return number;
  for (const words of [code, type]) {
    const meant = meanings.find(([, fits]) => fits.test(words));
    if (meant) return meant[0];
  }
  // A code that says something else is not overruled by words.
  return (code === '' && meanings.find(([, fits]) => fits.test(message))?.[0]) || 400;
}
