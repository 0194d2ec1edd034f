import { deepStrictEqual } from 'node:assert';
import { judgeCommand, parseEvent, type StoryEvent, type StoryStatus, storyCommands } from '@nextpanel/core';
import { checkCover } from './check-cover.ts';
import { checkInvariants } from './check-invariants.ts';
import type { Command } from './commands.ts';
import { type Life, lookAt, submissionOf } from './life.ts';
import { type Dump, dumpStory, observeDump, observeModel } from './observe.ts';
import {
  runAddTake,
  runAmend,
  runEditPanel,
  runInsert,
  runLetter,
  runMove,
  runProvider,
  runRemove,
  runRetake,
  runSelectTake,
  runStoryCommand,
} from './run-change.ts';
import { everySheet, runBind, runCompose, runLoseComposed, runLoseFrame } from './run-composing.ts';
import {
  type Call,
  dropLock,
  regainLock,
  runClaim,
  runEnd,
  runEndCollecting,
  runIntend,
  runLearn,
  runOrder,
  runRecall,
  runSaveVendorIds,
  runSettle,
} from './run-turn.ts';

/** Submits the story and compares it with its model. */
export async function submitLife(life: Life): Promise<void> {
  await life.state.stories.submit(submissionOf(life.id, life.tenant, life.beginning));
  life.dump = await dumpStory(life.redis, life.keys, life.id);
  deepStrictEqual(observeDump(life.dump), observeModel(life.model));
}

/** Runs one command on Redis and on the model; throws where they differ, or where what always holds does not. */
export async function runCommand(life: Life, command: Command): Promise<void> {
  switch (command.do) {
    case 'crash':
      if (command.lock === 'gone') await dropLock(life);
      if (command.lock === 'regained') await regainLock(life);
      return;
    case 'look':
      life.look = lookAt(life.model);
      return;
    case 'drawBatch':
      for (const step of drawingSteps(command.worker)) await runCommand(life, step);
      return;
    case 'leaveAtVendor':
      for (const step of leavingSteps(command.worker)) await runCommand(life, step);
      return;
    case 'composeAll':
      for (const sheet of everySheet(life))
        await runCommand(life, { do: 'compose', sheet, outdated: false, again: false });
      return;
    case 'bindAll':
      for (const format of life.model.formats.keys())
        await runCommand(life, { do: 'bind', format, outdated: false, again: false });
      return;
    default: {
      const call = callOf(life, command);
      if (!call) return;
      const answer = await makeCall(life, call);
      if (!('again' in command) || !command.again) return;
      const made = call.once && !refusals.test(answer);
      await makeCall(life, made ? { name: call.name, real: () => call.real(), model: () => answer } : call);
    }
  }
}

/** A turn in which everything goes well. */
const drawingSteps = (worker: number): Command[] => {
  const turn = { turn: 0, mask: 0, again: false };
  return [
    { do: 'claim', worker, grab: true, elsewhere: false },
    { do: 'intend', ...turn, grouped: false, high: 2, outdated: false, reuse: false },
    { do: 'order', ...turn, any: false },
    { do: 'settle', ...turn, any: false, outcomes: ['kept'], cost: 1 },
    { do: 'commit', turn: 0, holds: false, again: false },
  ];
};

const leavingSteps = (worker: number): Command[] => [
  ...drawingSteps(worker).slice(0, 3),
  { do: 'saveVendorIds', turn: 0, mask: 0, any: false, again: false },
  { do: 'crash', lock: 'gone' },
];

/** Null when the command means nothing now. */
function callOf(life: Life, command: Command): Call | null {
  if ('turn' in command) {
    const opened = life.turns[command.turn % Math.max(1, life.turns.length)];
    if (!opened) return null;
    switch (command.do) {
      case 'intend':
        return runIntend(life, command, opened);
      case 'order':
        return runOrder(life, command, opened);
      case 'saveVendorIds':
        return runSaveVendorIds(life, command, opened);
      case 'settle':
        return runSettle(life, command, opened);
      case 'recall':
        return runRecall(life, command, opened);
      case 'endCollecting':
        return runEndCollecting(life, command, opened);
      default:
        return runEnd(life, command, opened);
    }
  }
  switch (command.do) {
    case 'claim':
      return runClaim(life, command);
    case 'learn':
      return runLearn(life, command);
    case 'pauseProvider':
    case 'resumeProvider':
      return runProvider(life, command);
    case 'editPanel':
      return runEditPanel(life, command);
    case 'retake':
      return runRetake(life, command);
    case 'addTake':
      return runAddTake(life, command);
    case 'selectTake':
      return runSelectTake(life, command);
    case 'insert':
      return runInsert(life, command);
    case 'move':
      return runMove(life, command);
    case 'remove':
      return runRemove(life, command);
    case 'letter':
      return runLetter(life, command);
    case 'amend':
      return runAmend(life, command);
    case 'compose':
      return runCompose(life, command);
    case 'bind':
      return runBind(life, command);
    case 'loseFrame':
      return runLoseFrame(life, command);
    case 'loseComposed':
      return runLoseComposed(life, command);
    case 'pause':
    case 'resume':
    case 'approve':
    case 'cancel':
    case 'stop':
    case 'submit':
    case 'delete':
      return runStoryCommand(life, command.do);
    default:
      return null;
  }
}

/** Answers by which a script says that it did nothing. */
const refusals =
  /^(fenced|changed|drawing|gone|lost|unchanged|invalid|not_drawn|no_take|used|budget|beyond|incomplete|last|at_vendor)\b/;

/** The last events of a story, in order. */
async function newest({ redis, keys, id }: Life, count: number): Promise<StoryEvent[]> {
  const entries = await redis.xrevrange(keys.storyPart(id, 'events'), '+', '-', 'COUNT', count);
  return entries.reverse().map(([at, [, type = '', , data = '{}']]) =>
    parseEvent({
      ...(JSON.parse(data) as object),
      id: at,
      type,
      story: id,
      at: new Date(0).toISOString(),
      version: 1,
    }),
  );
}

/** What a script answered must be what core says of the command, by which buttons and commands are offered. */
function compareWithRules(name: string, answer: string, { story }: Dump): void {
  const command = storyCommands.find((it) => it === name);
  if (command === undefined || story.status === undefined) return;
  const verdict = judgeCommand(command, { status: story.status as StoryStatus, waitingOn: story.reason || null });
  const [kind] = answer.split(' ');
  // An approval that was given before is accepted again; no view shows that it was.
  if (command === 'approve' && kind === 'unchanged') return;
  const answered = kind === 'invalid' ? 'refused' : kind === 'unchanged' ? 'already' : 'does';
  deepStrictEqual(answered, verdict, `${name} of a story that is ${story.status} ${story.reason ?? ''}: ${answer}`);
}

async function makeCall(life: Life, call: Call): Promise<string> {
  const answer = await call.real();
  const expected = call.model();
  deepStrictEqual(answer, expected, `${call.name} answered otherwise`);
  const before = life.dump;
  if (before !== null) compareWithRules(call.name, answer, before);
  const after = await dumpStory(life.redis, life.keys, life.id);
  life.dump = after;
  if (refusals.test(answer)) deepStrictEqual(after, before, `${call.name} answered ${answer} and changed something`);
  deepStrictEqual(observeDump(after), observeModel(life.model), `${call.name} (${answer}) left another story`);
  if (before !== null) {
    const events = before.events < after.events ? await newest(life, after.events - before.events) : [];
    checkCover(`${call.name} (${answer})`, before, after, events);
  }
  checkInvariants(before, after, call.name.startsWith('loseFrame ') ? [call.name.slice('loseFrame '.length)] : []);
  await call.after?.(answer);
  return answer;
}
