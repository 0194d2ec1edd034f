import { isOverScript, type ScriptEvent } from '@nextpanel/core';
import type { Context } from '../context.ts';
import type { Following } from '../follow-until-rest.ts';
import { ownScript } from './scripts.ts';

/** The events of a script, until it is done, failed or cancelled. What it reads throws `not_found`. */
export const followingScript = (
  { state }: Pick<Context, 'state'>,
  { tenant, id }: { readonly tenant: string; readonly id: string },
): Following<ScriptEvent> => ({
  isResting: async () => isOverScript((await ownScript({ state }, tenant, id)).status),
  read: (after) => state.scripts.events.read(id, after),
  follow: (after, signal) => state.scripts.events.follow(id, after, signal),
  saysRest: (event) => event.type === 'script.status' && isOverScript(event.status),
});
