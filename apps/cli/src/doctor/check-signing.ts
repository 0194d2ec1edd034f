import { ServerUnreachable } from '@nextpanel/client';
import type { Config, InstallationView } from '@nextpanel/core';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { describeSignature } from '../story/describe-signature.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** A certificate is replaced in time if its end is seen coming. */
const soonMs = 30 * 86_400_000;

/** Whether the server can sign pages with the certificate it has: it signs one. */
export async function checkSigning(
  io: Io,
  { signing }: Pick<Config, 'signing'>,
  options: RemoteOptions,
): Promise<Finding> {
  const { client } = await findServer(io, options);
  try {
    return judgeSigning((await client.installation()).signing, Date.now());
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    const detail = signing === null ? 'pages are not signed (NEXTPANEL_C2PA_MODULE)' : 'not looked at: no server runs';
    return { status: 'ok', detail };
  }
}

/** @param now milliseconds since the epoch */
export function judgeSigning(signing: InstallationView['signing'], now: number): Finding {
  if (signing === undefined) return { status: 'ok', detail: 'pages are not signed (NEXTPANEL_C2PA_MODULE)' };
  const { status, detail: words, certificate } = signing;
  if (status === 'unusable' || certificate === null)
    return { status: 'fail', detail: words, advice: 'until then no sheet is composed and no book is bound' };
  const detail = `pages are signed by ${describeSignature(certificate)}; ${words}`;
  if (Date.parse(certificate.validUntil) - now < soonMs)
    return { status: 'warn', detail, advice: 'get a new certificate before it expires' };
  return { status: 'ok', detail };
}
