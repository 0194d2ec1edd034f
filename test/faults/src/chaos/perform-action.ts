import { setTimeout as sleep } from 'node:timers/promises';
import { vendorNames } from '@nextpanel/vendors';
import { type Act, type Action, type AppName, type Deed, isPlateDeed, workerNames } from './action.ts';
import { helpStory, needsHelp, resumeProviders } from './help-story.ts';
import type { Journal } from './journal.ts';
import type { KeptProcess } from './keep-process.ts';
import { lacksWindow } from './list-deaths.ts';
import { deploy, failOver } from './operate.ts';
import { performDeed, performScriptDeed } from './perform-deed.ts';
import { planScript } from './plan-scripts.ts';
import { type PlannedStory, planStory } from './plan-stories.ts';
import type { Random } from './random.ts';
import type { SentScript } from './scripts.ts';
import type { World } from './start-world.ts';
import { isOver, type Tale, type Tales } from './tales.ts';

export interface Stage {
  readonly world: World;
  readonly tales: Tales;
  readonly scripts: SentScript[];
  readonly journal: Journal;
  readonly random: Random;
  /** Whether the next release is being deployed, or is. */
  readonly deployed: { begun: boolean };
  readonly can: (kind: Deed['kind']) => boolean;
  /** Aborts when the faults end. */
  readonly calm: AbortSignal;
}

/** Many unfinished stories wait for a vendor that is down, or for the user; with so many some are always drawn. */
const unfinishedMax = 25;
/** How often a story is helped while faults happen: some keep waiting, as some users let them. */
const helpsMax = 4;
/** Scripts that users act on. */
const recentScripts = 4;
const submitAgainMs = 300;
/** Refusals of the bucket that nothing has met by then are taken back: collected, they would keep every process from starting. */
const refusedMs = 3_000;
/** An API that does not answer for this long after the faults have ended never will. */
const unansweredMs = 120_000;

/** Performs the planned action and records the result. Lasting effects continue after it returns. */
export async function performAction(stage: Stage, { id, act }: Action): Promise<void> {
  const { journal, tales } = stage;
  const note = (target: string, words: string, untilMs?: number) =>
    journal.add({ action: id, kind: kindOf(act), target, words, ...(untilMs !== undefined && { untilMs }) });
  switch (act.kind) {
    case 'submit': {
      const unfinished = tales.all.filter((tale) => !isOver(tale));
      if (unfinished.length < unfinishedMax) return submit(stage, act.story, note);
      const helped = await helpOne(stage, unfinished);
      return note(`tale${act.story}`, `left out: ${unfinished.length} are unfinished; helped ${helped}`);
    }
    case 'story': {
      if (!stage.can(act.deed.kind)) return note('', 'left out: no such route yet');
      const recent = tales.recent().filter(({ spec }) => spec.plates !== undefined || !isPlateDeed(act.deed));
      const tale = recent[Math.floor(act.story * recent.length)];
      if (!tale) return note('', 'left out: no story');
      return note(tale.mark, await performDeed(stage.world, tale, act.deed, String(id)));
    }
    case 'adapt':
      return adapt(stage, act.script, note);
    case 'script': {
      const scripts = stage.scripts.filter(({ deleted }) => !deleted).slice(-recentScripts);
      const script = scripts[Math.floor(act.script * scripts.length)];
      if (!script) return note('', 'left out: no script');
      return note(script.mark, await performScriptDeed(stage.world, script, act.deed));
    }
    case 'vendor-fault': {
      const { fault, vendor, times, ms, operation } = act;
      stage.world.vendors.faults.next(fault, {
        vendor,
        times,
        ...(ms !== null && { ms }),
        ...(operation !== null && { match: { operation } }),
      });
      return note(vendor, `${fault} ×${times}`);
    }
    case 'failover':
      return note('redis', await failOver(stage));
    case 'deploy':
      return note('', await deploy(stage));
    case 'bucket': {
      const { kind: _, ...refusal } = act;
      const { bucket } = stage.world;
      bucket?.refuse(refusal);
      const end = () => bucket?.serve();
      void sleep(refusedMs, undefined, { signal: stage.calm }).then(end, end);
      return note(refusal.method, `${refusal.code} ×${refusal.times}`);
    }
    case 'outage': {
      const { vendor, forMs } = act;
      const options = { vendor, lastsMs: forMs, match: { operation: 'any' } } as const;
      stage.world.vendors.faults.next('bad-gateway-html', options);
      return note(vendor, `for ${forMs} ms`, journal.now() + forMs);
    }
    default:
      return disturb(stage, act, note);
  }
}

/** What people do instead of submitting more: resume providers, and help the story that waits for them longest. Answers with what was helped. */
async function helpOne({ world }: Stage, unfinished: readonly Tale[]): Promise<string> {
  const tale = unfinished.find((it) => it.helps < helpsMax && needsHelp(it));
  try {
    await resumeProviders(world);
    if (!tale) return 'none: none waits for help';
    tale.helps += 1;
    await helpStory(world, tale, await world.client.story(tale.id), tale.helps);
    return tale.mark;
  } catch (error) {
    // The API may be down.
    return `none: ${error instanceof Error ? error.message : String(error)}`;
  }
}

type Note = (target: string, words: string, untilMs?: number) => void;

/** With one idempotency key, since a stored story must not be lost with its answer. */
async function submit(stage: Stage, index: number, note: Note): Promise<void> {
  const { world, tales, random } = stage;
  const planned = planStory(random, index);
  const [{ id }, tries] = await untilAnswered(stage, () =>
    world.client.submit({ json: planned.spec }, { idempotencyKey: planned.mark }),
  );
  tales.add(planned, id);
  letDrift(world, planned);
  const { provider, method = '' } = planned.spec.render as { provider: string; method?: string };
  return note(planned.mark, `${id}, ${planned.spec.panels.length} panels by ${provider} ${method}, try ${tries}`);
}

/** The same text is the same script, however often it is sent. */
async function adapt(stage: Stage, index: number, note: Note): Promise<void> {
  const { world, scripts, random } = stage;
  const planned = planScript(random, index);
  const [{ id }, tries] = await untilAnswered(stage, () =>
    world.client.scripts.adapt(planned.prose, { model: 'writes-all' }),
  );
  scripts.push({ ...planned, id, deleted: false });
  return note(planned.mark, `${id}, ${planned.prose.length} letters, try ${tries}`);
}

/** Sends again until there is an answer; which try it was. */
async function untilAnswered<Answer>({ calm }: Stage, send: () => Promise<Answer>): Promise<[Answer, number]> {
  const from = Date.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return [await send(), tries];
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 503;
      // 409: the first try is still in progress.
      if (status < 500 && status !== 409) throw error;
      if (calm.aborted && Date.now() - from > unansweredMs) throw error;
      await sleep(submitAgainMs);
    }
  }
}

/** The first pictures of some panels come out wrong, which only a judge sees. */
function letDrift({ vendors }: Pick<World, 'vendors'>, { drifts, spec }: PlannedStory): void {
  const vendor = vendorNames.find((name) => name === spec.render.provider);
  if (vendor === undefined) return;
  for (const prompt of drifts) vendors.faults.next('off-model-picture', { vendor, match: { prompt } });
}

type Disturbance = Exclude<
  Act,
  { kind: 'submit' | 'story' | 'adapt' | 'script' | 'vendor-fault' | 'outage' | 'failover' | 'deploy' | 'bucket' }
>;

function disturb(stage: Stage, act: Disturbance, note: Note): void {
  const { world, journal } = stage;
  switch (act.kind) {
    case 'kill': {
      if (workerNames.some((name) => name === act.target) && lacksWindow(world)) {
        world.killAtAcceptance();
        note(act.target, 'left out: at the next order that a vendor accepts instead, since few were');
        break;
      }
      const done = processOf(world, act.target).kill(act.restartMs);
      note(act.target, done ? `SIGKILL, back in ${act.restartMs} ms` : notRunning);
      break;
    }
    case 'failpoint': {
      const env = { NEXTPANEL_FAILPOINT: `${act.name}:${act.times}` };
      const done = processOf(world, act.target).kill(act.restartMs, { env });
      note(act.target, done ? `SIGKILL, then again at ${act.name}:${act.times}` : notRunning);
      break;
    }
    case 'arm': {
      processOf(world, act.target).arm(`${act.name}:${act.times}`);
      note(act.target, `at ${act.name}:${act.times}`);
      break;
    }
    case 'acceptance': {
      world.killAtAcceptance();
      note('', 'at the next order that a vendor accepts');
      break;
    }
    case 'swap': {
      // Variants are of this release, which no longer starts when the next one has raised the schema.
      if (stage.deployed.begun && act.version !== 'catalogue') {
        note(act.target, 'left out: of an older release');
        break;
      }
      const version = world.versions.variant(act.version, act.target);
      const process = processOf(world, act.target);
      const done = act.orderly ? process.replace(version) : process.kill(0, version);
      note(act.target, done ? `${act.orderly ? 'SIGTERM' : 'SIGKILL'}, then with other ${act.version}` : notRunning);
      break;
    }
    case 'freeze': {
      const done = processOf(world, act.target).freeze(act.forMs);
      note(act.target, done ? `for ${act.forMs} ms` : notRunning, journal.now() + act.forMs);
      break;
    }
    default:
      disturbLink(stage, act, note);
  }
}

const notRunning = 'left out: it does not run';

function disturbLink(
  { world, journal, calm }: Stage,
  act: Extract<Disturbance, { readonly link: unknown }>,
  note: Note,
): void {
  const link = world.link(act.link);
  if (act.kind === 'cut') {
    note(act.link, `${link.cut()} connections`);
    return;
  }
  const trouble = (on: boolean) => {
    if (act.kind === 'delay') link.setLatency(on ? act.ms : 0);
    else link.blackhole(on);
  };
  trouble(true);
  const end = () => trouble(false);
  void sleep(act.forMs, undefined, { signal: calm }).then(end, end);
  note(act.link, `for ${act.forMs} ms`, journal.now() + act.forMs);
}

const processOf = (world: World, target: AppName | 'redis'): KeptProcess =>
  target === 'redis' ? world.redis.server() : (world.apps.get(target) as KeptProcess);

const kindOf = (act: Act): string =>
  act.kind === 'story' ? act.deed.kind : act.kind === 'script' ? `${act.deed} script` : act.kind;
