import { setTimeout as sleep } from 'node:timers/promises';
import type { AppName } from './action.ts';
import type { Stage } from './perform-action.ts';
import type { Violation } from './violation.ts';

/** A process of the older release that was killed counts as alive for a minute. */
const raisedMs = 120_000;
const lookMs = 1_000;

/** In the order that our documentation gives: those that order come last. */
const deployed: readonly AppName[] = ['api', 'finalizer', 'worker-1', 'worker-2'];

/** The Redis server with our keys is killed and stays away until another one has taken over. */
export async function failOver({ world: { redis } }: Pick<Stage, 'world'>): Promise<string> {
  if (redis.failOver === null) return 'left out: there is no other server';
  return `${redis.server().name} is killed, ${await redis.failOver()} took over`;
}

/** Replaces every process by one of the next release, one after the other; each ends in order. */
export async function deploy({
  world: { apps, versions },
  deployed: state,
}: Pick<Stage, 'world' | 'deployed'>): Promise<string> {
  state.begun = true;
  const from = Date.now();
  for (const name of deployed) await apps.get(name)?.restart(versions.next(name));
  return `the next release, within ${Date.now() - from} ms`;
}

/** An operator raises the schema once no process of the older release is alive. Answers whether it is raised. */
export async function raiseSchema({ world: { client, versions } }: Pick<Stage, 'world'>): Promise<boolean> {
  const { schema } = await client.installation();
  if (schema === versions.nextSchema) return true;
  return (await client.migrate()).schema === versions.nextSchema;
}

/** A deploy that began ends with the raised schema. */
export async function finishDeploy(stage: Pick<Stage, 'world' | 'deployed'>): Promise<Violation[]> {
  const deadline = Date.now() + raisedMs;
  let reason = '';
  while (stage.deployed.begun) {
    const raised = await raiseSchema(stage).catch((error: unknown) => {
      reason = String(error);
      return false;
    });
    if (raised) break;
    if (Date.now() > deadline) return [{ invariant: 'a deploy ends', detail: `the schema was not raised: ${reason}` }];
    await sleep(lookMs);
  }
  return [];
}
