import { z } from 'zod';
import { scriptStatuses } from '../scripts/script-status.ts';
import { type WireEvent, writeEvent } from './read-event.ts';

/** The events of a script that a model adapts, as the API sends them. Fields are only ever added. */

const count = z.int().min(0);
const dollars = z.number().min(0);
const envelope = {
  id: z.string().describe('Id in the stream; send it as Last-Event-ID to continue after this event'),
  script: z.string(),
  at: z.iso.datetime().describe('By the clock of Redis, in UTC'),
  version: z.int().min(1).describe('Schema version of the event'),
};
const event = <const Type extends string, Fields extends z.core.$ZodLooseShape>(type: Type, fields: Fields) =>
  z.object({ ...envelope, type: z.literal(type), ...fields });

export const scriptEventSchemas = {
  'script.status': event('script.status', {
    from: z.enum(scriptStatuses).nullable().describe('null: it was sent'),
    status: z.enum(scriptStatuses),
    reason: z.string().nullable().describe('Why it waits or failed; of one that is done, what the model could not do'),
    code: z.string().nullable().describe('Of the error it waits for or failed with'),
    retryAt: z.iso.datetime().nullable().describe('When the model is asked again'),
  }),
  'script.progress': event('script.progress', {
    parts: count.describe('Parts of the script whose scenes are known'),
    partsTotal: count,
    scenes: count.describe('Scenes that have their panels'),
    scenesTotal: count.describe('0 until all parts are known'),
  }),
  'script.call': event('script.call', {
    call: z.string().describe('Id of a question to the model'),
    state: z.enum(['ordered', 'kept', 'refused', 'possibly_paid']),
    spentUsd: dollars.describe('What the script cost by now'),
    possiblyUsd: dollars.describe('What answers that were lost may have cost'),
  }),
  /** The last event of a script. It is sent to followers only: nothing of a deleted script is stored. */
  'script.deleted': event('script.deleted', {}),
} as const;

type Schemas = typeof scriptEventSchemas;
export type ScriptEventType = keyof Schemas;

/** Any event of a script, as the API description names it. */
export const scriptEventSchema = z
  .discriminatedUnion('type', Object.values(scriptEventSchemas) as unknown as [z.ZodObject, ...z.ZodObject[]])
  .meta({ id: 'ScriptEvent', description: 'One event of a script; skip types you do not know' });

export type KnownScriptEvent = { [Type in ScriptEventType]: Readonly<z.output<Schemas[Type]>> }[ScriptEventType];

/** An event of a kind this version does not know: written by a newer version. */
export interface UnknownScriptEvent {
  readonly type: 'unknown';
  readonly name: string;
  readonly id: string;
  readonly script: string;
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type ScriptEvent = KnownScriptEvent | UnknownScriptEvent;

type Wire = Readonly<Record<string, unknown>> & Pick<UnknownScriptEvent, 'id' | 'script' | 'at'> & { type: string };

/** Checks a stored event, once, where the stream is read. */
export function parseScriptEvent(stored: Wire): ScriptEvent {
  const { type } = stored;
  if (isScriptEventType(type) && scriptEventSchemas[type].safeParse(stored).success)
    return stored as unknown as KnownScriptEvent;
  const { type: name, id, script, at, ...fields } = stored;
  return { type: 'unknown', name, id, script, at, fields };
}

const isScriptEventType = (type: string): type is ScriptEventType => Object.hasOwn(scriptEventSchemas, type);

/** The event as the API sends it. */
export const writeScriptEvent = (event: ScriptEvent): Wire => writeEvent(event as never) as WireEvent & Wire;
