import { deepStrictEqual } from 'node:assert';
import type { BookFormat } from '@nextpanel/core';
import type { Refusal } from '../../../src/state/edit-transitions.ts';
import type { CommandOutcome } from '../../../src/state/story-transitions.ts';
import { addTake, amend, editPanel, insertPanels, letter, retake, selectTake } from './change-rules.ts';
import type { Command } from './commands.ts';
import { chosen, type Life, newSpec, providersOf, rawFrame, storedFrame, submissionOf } from './life.ts';
import type { Call } from './run-turn.ts';
import { batchOf, describeSpending, inGroupsOf, type Panel, panelsOf, spendingOf } from './story-model.ts';
import { approve, cancel, deleteStory, pause, resume, stop } from './story-rules.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

/** Stories do not grow without end. */
const panelsMost = 20;

const say = (outcome: CommandOutcome | Refusal | { readonly kind: string }): string => {
  if ('fetch' in outcome) return `${outcome.kind} fetch`;
  return 'status' in outcome ? `${outcome.kind} ${outcome.status}` : outcome.kind;
};
const cascadeOf = ({ redraw }: { readonly redraw: boolean }) => (redraw ? 'redraw' : 'keep');

export function runStoryCommand(
  life: Life,
  name: 'pause' | 'resume' | 'approve' | 'cancel' | 'stop' | 'submit' | 'delete',
): Call {
  const { state, model, id, lockKey } = life;
  const rule = { pause, resume, approve, cancel };
  switch (name) {
    case 'stop':
      return {
        name,
        async real() {
          await state.stories.stop(id, { code: 'sheet_failed', detail: '' });
          return '';
        },
        model() {
          stop(model, 'sheet_failed');
          return '';
        },
      };
    case 'submit':
      // Its answer was lost, and it is sent again: the story there is stays as it is.
      return {
        name,
        real: async () =>
          model.exists ? (await state.stories.submit(submissionOf(id, life.tenant, life.beginning))).kind : 'submitted',
        model: () => 'submitted',
      };
    case 'delete': {
      const { change } = changeOf(life);
      return {
        name,
        once: true,
        real: async () => say(await state.edits.delete({ id, lockKey, change })),
        model: () => deleteStory(model),
        async after(answer) {
          if (answer === 'deleted') {
            const sums = await state.edits.deletedSpending(life.tenant);
            deepStrictEqual(describeSpending(sums), spendingOf(model), 'sums of the deleted');
          }
        },
      };
    }
    default:
      return {
        name,
        real: async () => say(await (name === 'cancel' ? state.stories.cancel(id, lockKey) : state.stories[name](id))),
        model: () => rule[name](model),
      };
  }
}

/** The story, and a change of it that was never made before. */
const changeOf = (life: Life) => ({ id: life.id, lockKey: life.lockKey, change: `${life.id}-${life.next()}` });

export function runProvider(life: Life, command: Of<'pauseProvider' | 'resumeProvider'>): Call {
  const [provider] = providersOf(life.id);
  const { paused } = life.model;
  if (command.do === 'pauseProvider') {
    const reason = `reason-${command.reason}`;
    return {
      name: command.do,
      real: async () => String(await life.state.providers.pause(provider, reason, null)),
      model() {
        if (paused.has(provider)) return 'false';
        paused.set(provider, reason);
        return 'true';
      },
    };
  }
  return {
    name: command.do,
    real: async () => String(await life.state.providers.resume(provider, null)),
    model: () => String(paused.delete(provider)),
  };
}

export function runEditPanel(life: Life, command: Of<'editPanel'>): Call {
  const { panel, n, place } = placeOf(life, command.panel);
  const spec = newSpec(life);
  const seen = command.outdated ? '{}' : panel.spec;
  const { art } = command;
  const cascade = cascadeOf(command);
  const story = changeOf(life);
  return {
    name: 'editPanel',
    once: true,
    real: async () => say(await life.state.edits.editPanel(story, place, { seen, spec, art, cascade })),
    model: () => editPanel(life.model, n, { seen, spec: JSON.stringify(spec), art, cascade }),
  };
}

/** A panel by a seed, with its number and its batch's. */
function placeOf(life: Life, seed: number) {
  const panels = panelsOf(life.model);
  const n = 1 + (seed % panels.length);
  const panel = panels[n - 1] as Panel;
  return { panel, n, place: { panel: n, batch: life.model.batches.indexOf(batchOf(life.model, panel)) + 1 } };
}

export function runRetake(life: Life, command: Of<'retake'>): Call {
  const { panel, n, place } = placeOf(life, command.panel);
  const all = panelsOf(life.model);
  const numbers = command.whole ? batchOf(life.model, panel).panels.map((it) => all.indexOf(it) + 1) : [n];
  const options = { count: command.count, cascade: cascadeOf(command) } as const;
  const story = changeOf(life);
  return {
    name: 'retake',
    once: true,
    async real() {
      const outcome = await life.state.edits.retake(story, place.batch, numbers, options);
      return outcome.kind === 'not_drawn' ? `not_drawn ${outcome.panel}` : say(outcome);
    },
    model: () => retake(life.model, numbers, options),
  };
}

export function runAddTake(life: Life, command: Of<'addTake'>): Call {
  const { panel, n, place } = placeOf(life, command.panel);
  const known = command.known ? panel.takes[0] : undefined;
  const frame = known ?? `u${life.next()}`;
  if (known === undefined) life.model.frames.set(frame, null);
  const options = { select: command.select, cascade: cascadeOf(command) } as const;
  const story = changeOf(life);
  return {
    name: 'addTake',
    once: true,
    async real() {
      const outcome = await life.state.edits.addTake(story, place, storedFrame(life, frame), options);
      return outcome.kind === 'added' ? `added ${outcome.take}` : say(outcome);
    },
    model: () => addTake(life.model, n, frame, options),
  };
}

export function runSelectTake(life: Life, command: Of<'selectTake'>): Call {
  const { panel, n, place } = placeOf(life, command.panel);
  const take = 1 + (command.take % (panel.takes.length + 1));
  const cascade = cascadeOf(command);
  const story = changeOf(life);
  return {
    name: 'selectTake',
    once: true,
    async real() {
      const outcome = await life.state.edits.selectTake(story, place, take, cascade);
      return outcome.kind === 'no_take' ? `no_take ${outcome.takes}` : say(outcome);
    },
    model: () => selectTake(life.model, n, take, cascade),
  };
}

export function runInsert(life: Life, command: Of<'insert'>): Call | null {
  const count = panelsOf(life.model).length;
  if (count + command.count > panelsMost) return null;
  const after = command.after % (count + 2);
  const specs = Array.from({ length: command.count }, () => newSpec(life));
  const texts = specs.map((spec) => JSON.stringify(spec));
  const { value, seen } = changedSpec(life, command.outdated);
  const cascade = cascadeOf(command);
  const batchSizes = inGroupsOf(specs, command.size).map(({ length }) => length);
  const story = changeOf(life);
  return {
    name: 'insert',
    once: true,
    async real() {
      const outcome = await life.state.edits.insertPanels(story, after, { seen, value }, specs, {
        batchSizes,
        cascade,
      });
      if (outcome.kind === 'inserted') return `inserted ${outcome.batch}`;
      return outcome.kind === 'beyond' ? `beyond ${outcome.panels}` : say(outcome);
    },
    model: () =>
      insertPanels(
        life.model,
        after,
        { seen, spec: JSON.stringify(value), panels: texts },
        { size: command.size, cascade },
      ),
    after(answer) {
      if (answer.startsWith('inserted')) life.spec = value;
    },
  };
}

/** The story's spec, changed so that its text is another. */
function changedSpec(life: Life, outdated: boolean, over: Partial<Life['spec']> = {}) {
  const warnings = [{ code: `revision-${life.next()}`, detail: '' }];
  return { value: { ...life.spec, warnings, ...over }, seen: outdated ? '{}' : life.model.spec };
}

export function runLetter(life: Life, command: Of<'letter'>): Call {
  const { model } = life;
  const panels = chosen(panelsOf(model), command.mask)
    .slice(0, 5)
    .map((panel) => ({
      number: panelsOf(model).indexOf(panel) + 1,
      seen: panel.spec,
      spec: newSpec(life),
    }));
  const { value, seen } = changedSpec(life, command.outdated, { title: `title ${life.next()}` });
  const change = { seen, spec: JSON.stringify(value), title: value.title, everySheet: command.all };
  const story = changeOf(life);
  return {
    name: 'letter',
    once: true,
    real: async () => say(await life.state.edits.letter(story, { seen, value }, panels, command.all)),
    model: () =>
      letter(
        model,
        change,
        panels.map((panel) => ({ ...panel, spec: JSON.stringify(panel.spec) })),
      ),
    after(answer) {
      if (answer === 'lettered') life.spec = value;
    },
  };
}

const formatsToChoose: readonly (readonly BookFormat[])[] = [['pdf'], ['pdf', 'cbz'], ['epub', 'cbz']];

export function runAmend(life: Life, { what, value: seed, outdated }: Of<'amend'>): Call {
  const { approveAfter: oldGate, ...render } = life.spec.render;
  const gate = what === 'render' ? seed % 4 || undefined : oldGate;
  const provider =
    what === 'render' ? (providersOf(life.id)[seed % 3 === 0 ? 1 : 0] as (typeof render)['provider']) : render.provider;
  const formats = what === 'books' ? (formatsToChoose[seed % 3] as BookFormat[]) : life.spec.book.formats;
  const { value, seen } = changedSpec(life, outdated, {
    render: { ...render, provider, ...(gate !== undefined && { approveAfter: gate }) },
    book: { ...life.spec.book, formats },
  });
  const title = what === 'title' ? { title: `title ${seed}` } : {};
  const budget = what === 'budget' ? { budget: seed % 5 === 0 ? null : seed * 10 } : {};
  const flags = { render: what === 'render', books: what === 'title' || what === 'books' };
  const story = changeOf(life);
  return {
    name: 'amend',
    once: true,
    real: async () => say(await life.state.edits.amend(story, seen, { ...title, ...budget, ...flags, spec: value })),
    model: () =>
      amend(life.model, seen, {
        ...title,
        ...budget,
        ...flags,
        spec: JSON.stringify(value),
        provider,
        formats,
        approveAfter: gate ?? null,
      }),
    after(answer) {
      if (answer === 'amended') life.spec = value;
    },
  };
}

export const seenFrames = (life: Life, frames: ReadonlyMap<number, string>) =>
  new Map([...frames].map(([n, frame]) => [n, { raw: rawFrame(life, frame), value: null }]));
