import { deepStrictEqual } from 'node:assert';
import { bookName } from '@nextpanel/core';
import type { Refusal } from '../../../src/state/edit-transitions.ts';
import type { StoredSpec } from '../../../src/state/stored.ts';
import type { CommandOutcome } from '../../../src/state/story-transitions.ts';
import {
  addTake,
  amend,
  editPanel,
  insertPanels,
  letter,
  movePanel,
  removePanel,
  retake,
  selectTake,
} from './change-rules.ts';
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

/** The story, and a change of it that was never made before, thought out for the story as it is, or for an older one. */
const changeOf = (life: Life, outdated = false) => ({
  id: life.id,
  lockKey: life.lockKey,
  change: `${life.id}-${life.next()}`,
  rev: outdated ? life.model.rev - 1 : life.model.rev,
});

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
  const panel = panelBy(life, command.panel);
  const spec = newSpec(life);
  const { art } = command;
  const cascade = cascadeOf(command);
  const story = changeOf(life, command.outdated);
  return {
    name: 'editPanel',
    once: true,
    real: async () => say(await life.state.edits.editPanel(story, panel.id, { spec, art, cascade })),
    model: () => editPanel(life.model, panel, story.rev, { spec: JSON.stringify(spec), art, cascade }),
  };
}

/** A panel of the book by a seed. */
function panelBy(life: Life, seed: number): Panel {
  const panels = panelsOf(life.model);
  return panels[seed % panels.length] as Panel;
}

export function runRetake(life: Life, command: Of<'retake'>): Call {
  const panel = panelBy(life, command.panel);
  const book = panelsOf(life.model);
  const panels = command.whole ? batchOf(life.model, panel).panels.filter((it) => book.includes(it)) : [panel];
  const ids = panels.map(({ id }) => id);
  const options = { count: command.count, cascade: cascadeOf(command) } as const;
  const story = changeOf(life);
  return {
    name: 'retake',
    once: true,
    async real() {
      const outcome = await life.state.edits.retake(story, ids, options);
      return outcome.kind === 'not_drawn' ? `not_drawn ${outcome.panel}` : say(outcome);
    },
    model: () => retake(life.model, panels, story.rev, options),
  };
}

export function runAddTake(life: Life, command: Of<'addTake'>): Call {
  const panel = panelBy(life, command.panel);
  const known = command.known ? panel.takes[0] : undefined;
  const frame = known ?? `u${life.next()}`;
  if (known === undefined) life.model.frames.set(frame, null);
  const options = { select: command.select, cascade: cascadeOf(command) } as const;
  const story = changeOf(life);
  return {
    name: 'addTake',
    once: true,
    async real() {
      const outcome = await life.state.edits.addTake(story, panel.id, storedFrame(life, frame), options);
      return outcome.kind === 'added' ? `added ${outcome.take}` : say(outcome);
    },
    model: () => addTake(life.model, panel, story.rev, frame, options),
  };
}

export function runSelectTake(life: Life, command: Of<'selectTake'>): Call {
  const panel = panelBy(life, command.panel);
  const take = 1 + (command.take % (panel.takes.length + 1));
  const cascade = cascadeOf(command);
  const story = changeOf(life);
  return {
    name: 'selectTake',
    once: true,
    async real() {
      const outcome = await life.state.edits.selectTake(story, panel.id, take, cascade);
      return outcome.kind === 'no_take' ? `no_take ${outcome.takes}` : say(outcome);
    },
    model: () => selectTake(life.model, panel, story.rev, take, cascade),
  };
}

export function runInsert(life: Life, command: Of<'insert'>): Call | null {
  const count = panelsOf(life.model).length;
  if (count + command.count > panelsMost) return null;
  const after = command.after % (count + 2);
  const specs = Array.from({ length: command.count }, () => newSpec(life));
  const texts = specs.map((spec) => JSON.stringify(spec));
  const value = changedSpec(life);
  const cascade = cascadeOf(command);
  const batchSizes = inGroupsOf(specs, command.size).map(({ length }) => length);
  const story = changeOf(life, command.outdated);
  return {
    name: 'insert',
    once: true,
    async real() {
      const outcome = await life.state.edits.insertPanels(story, after, value, specs, { batchSizes, cascade });
      if (outcome.kind === 'inserted') return `inserted ${outcome.panels.join(' ')}`;
      return outcome.kind === 'beyond' ? `beyond ${outcome.panels}` : say(outcome);
    },
    model: () =>
      insertPanels(
        life.model,
        after,
        story.rev,
        { spec: JSON.stringify(value), panels: texts },
        { size: command.size, cascade },
      ),
    after(answer) {
      if (answer.startsWith('inserted')) life.spec = value;
    },
  };
}

export function runMove(life: Life, command: Of<'move'>): Call {
  const panel = panelBy(life, command.panel);
  const after = command.after % (panelsOf(life.model).length + 2);
  const value = changedSpec(life);
  const story = changeOf(life, command.outdated);
  return {
    name: 'move',
    once: true,
    async real() {
      const outcome = await life.state.edits.movePanel(story, panel.id, after, value);
      return outcome.kind === 'beyond' ? `beyond ${outcome.panels}` : say(outcome);
    },
    model: () => movePanel(life.model, panel, story.rev, after, JSON.stringify(value)),
    after(answer) {
      if (answer === 'moved') life.spec = value;
    },
  };
}

export function runRemove(life: Life, command: Of<'remove'>): Call {
  const panel = panelBy(life, command.panel);
  const value = changedSpec(life);
  const story = changeOf(life, command.outdated);
  return {
    name: 'remove',
    once: true,
    real: async () => say(await life.state.edits.removePanel(story, panel.id, value)),
    model: () => removePanel(life.model, panel, story.rev, JSON.stringify(value)),
    after(answer) {
      if (answer === 'removed') life.spec = value;
    },
  };
}

/** The story's spec, changed so that its text is another. */
const changedSpec = (life: Life, over: Partial<Life['spec']> = {}) => ({
  ...life.spec,
  warnings: [{ code: `revision-${life.next()}`, detail: '' }],
  ...over,
});

export function runLetter(life: Life, command: Of<'letter'>): Call {
  const { model } = life;
  const panels = chosen(panelsOf(model), command.mask)
    .slice(0, 5)
    .map((panel) => ({ panel, spec: newSpec(life) }));
  const value = changedSpec(life, { title: `title ${life.next()}` });
  const change = { spec: JSON.stringify(value), title: value.title, everySheet: command.all };
  const story = changeOf(life, command.outdated);
  const named = panels.map(({ panel, spec }) => ({ panel: panel.id, spec }));
  return {
    name: 'letter',
    once: true,
    real: async () => say(await life.state.edits.letter(story, value, named, command.all)),
    model: () =>
      letter(
        model,
        story.rev,
        change,
        panels.map((panel) => ({ ...panel, spec: JSON.stringify(panel.spec) })),
      ),
    after(answer) {
      if (answer === 'lettered') life.spec = value;
    },
  };
}

const formatsToChoose: readonly StoredSpec['book']['formats'][] = [
  ['pdf'],
  ['pdf', { format: 'pdf', layout: 'manga', page: { width: 152.4, height: 228.6, unit: 'mm' } }],
  ['cbz', { format: 'cbz', page: 'a5' }],
];

export function runAmend(life: Life, { what, value: seed, outdated }: Of<'amend'>): Call {
  const { approveAfter: oldGate, ...render } = life.spec.render;
  const gate = what === 'render' ? seed % 4 || undefined : oldGate;
  const provider =
    what === 'render' ? (providersOf(life.id)[seed % 3 === 0 ? 1 : 0] as (typeof render)['provider']) : render.provider;
  const formats =
    what === 'books' ? (formatsToChoose[seed % 3] as StoredSpec['book']['formats']) : life.spec.book.formats;
  const value = changedSpec(life, {
    render: { ...render, provider, ...(gate !== undefined && { approveAfter: gate }) },
    book: { ...life.spec.book, formats },
  });
  const title = what === 'title' ? { title: `title ${seed}` } : {};
  const budget = what === 'budget' ? { budget: seed % 5 === 0 ? null : seed * 10 } : {};
  const flags = { render: what === 'render', books: what === 'title' || what === 'books' };
  const story = changeOf(life, outdated);
  return {
    name: 'amend',
    once: true,
    real: async () => say(await life.state.edits.amend(story, { ...title, ...budget, ...flags, spec: value })),
    model: () =>
      amend(life.model, story.rev, {
        ...title,
        ...budget,
        ...flags,
        spec: JSON.stringify(value),
        provider,
        formats: formats.map(bookName),
        approveAfter: gate ?? null,
      }),
    after(answer) {
      if (answer === 'amended') life.spec = value;
    },
  };
}

export const seenFrames = (life: Life, frames: ReadonlyMap<string, string>) =>
  new Map([...frames].map(([n, frame]) => [n, { raw: rawFrame(life, frame), value: null }]));
