import { asNextpanelError, type InstallationView, isSigningRefusal, NextpanelError } from '@nextpanel/core';
import type { Context } from './context.ts';

type Facts = Awaited<ReturnType<Context['state']['installation']['facts']>>;

/** How long all processes must be of this release before the schema is raised automatically, in milliseconds. */
const automaticAfterMs = 60_000;

/** The schema of the stored state, the processes of older releases that keep it where it is, what artifacts take, and whether pages can be signed. */
export async function readInstallation({
  state,
  signing: signs,
}: Pick<Context, 'state' | 'signing'>): Promise<InstallationView> {
  const [facts, stored, signing] = await Promise.all([
    state.installation.facts(),
    state.sweeps.last(),
    signs && readSigning(signs),
  ]);
  const storage = stored && { bytes: stored.bytes, limitBytes: stored.limit, at: new Date(stored.at).toISOString() };
  return { ...viewInstallation(facts), ...(storage && { storage }), ...(signing && { signing }) };
}

async function readSigning(signing: NonNullable<Context['signing']>): Promise<InstallationView['signing']> {
  try {
    const { facts, module } = await signing.check();
    const words = module.tested ? '' : ', which was not tested';
    return { status: 'ready', detail: `version ${module.version} of the library${words}`, certificate: facts };
  } catch (error) {
    const { code, message } = asNextpanelError(error);
    if (!isSigningRefusal(code)) throw error;
    return { status: 'unusable', detail: message, certificate: null };
  }
}

/** Raises the schema of the stored state to the newest that this release writes. Throws `old_processes`. */
export async function migrateInstallation({ state, log }: Pick<Context, 'state' | 'log'>): Promise<InstallationView> {
  const { kind, facts } = await state.installation.raise();
  if (kind === 'blocked') throw oldProcesses(facts);
  if (kind === 'raised')
    log.info({ schema: facts.schema }, 'the state has a newer schema now; stories follow one by one');
  return viewInstallation(facts);
}

/**
 * With NEXTPANEL_MIGRATE=auto: raises the schema once this process runs for a minute and no older one was heard of for as long.
 * To be called now and then.
 */
export function migrateWhenAlone(context: Pick<Context, 'state' | 'log' | 'config'>): () => Promise<void> {
  const startedAt = performance.now();
  let done = context.config.migrate !== 'auto';
  return async () => {
    if (done || performance.now() - startedAt < automaticAfterMs) return;
    const { kind, facts } = await context.state.installation.raise();
    done = kind !== 'blocked';
    if (kind === 'raised')
      context.log.info({ schema: facts.schema }, 'the state has a newer schema now; stories follow one by one');
  };
}

function viewInstallation({ schema, reads, oldProcesses: processes }: Facts): InstallationView {
  const step = schema >= reads.newest ? 'none' : processes.length > 0 ? 'blocked' : 'ready';
  return { schema, reads, migration: step, oldProcesses: [...processes] };
}

function oldProcesses({ oldProcesses: processes }: Facts): NextpanelError {
  const named = processes.map(({ role, host, pid }) => `${role} ${pid} on ${host}`);
  return new NextpanelError(
    'old_processes',
    `processes of an older version were running less than a minute ago: ${named.join(', ')}; stop or upgrade them, wait a minute, then try again`,
    { detail: { processes: named } },
  );
}
