import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Submission } from '../../src/state/story-transitions.ts';
import { openTestState, type TestState, testPanel, testSubmission } from '../testing.ts';

let it: TestState;
beforeAll(() => {
  it = openTestState();
});
afterAll(() => it[Symbol.asyncDispose]());

const plain = testSubmission('any', 3);
const withSpec = (spec: object): Partial<Submission> => ({ spec: { ...plain.spec, ...spec } });

const submissions: Readonly<Record<string, readonly [panels: number, over: Partial<Submission>]>> = {
  'a short one': [3, {}],
  'a long one of several batches': [1_500, {}],
  'one with a budget, a priority and notes of a program': [
    9,
    { budget: 1_250_000, ...withSpec({ priority: -3, externalId: 'order-7', metadata: { team: 'b' } }) },
  ],
  'one that is asked for a second time': [2, { same: 'the-same' }],
  'one with plates and a cover to be drawn': [
    4,
    {
      plates: [[{ id: '@hare', spec: testPanel(0) }]],
      cover: testPanel(0),
      ...withSpec({
        plates: { draw: 'auto', approve: true },
        book: { ...plain.spec.book, cover: { prompt: 'a hare' } },
      }),
    },
  ],
};

test.each(Object.entries(submissions))(
  'what was submitted reads as the submit answered: %s',
  async (name, [panels, over]) => {
    const id = name.replaceAll(/\W/g, '-');
    const of = (it: string) => testSubmission(it, panels, 8, { tenant: 'facts', ...over });
    await it.state.stories.submit(of(`${id}-before`));
    const outcome = await it.state.stories.submit(of(id));
    if (outcome.kind !== 'submitted' || !outcome.story) throw new Error(outcome.kind);
    expect(outcome.story.facts).toEqual(await it.state.read.story(id));
    expect(outcome.story.facts.duplicateOf).toBe(over.same === undefined ? null : `${id}-before`);
    expect(await it.state.read.order(id)).toEqual(of(id).panels.map((panel) => panel.id));
    expect((await it.state.read.chain(id)).map((batch) => batch.panels)).toEqual(of(id).batches);
    expect((await it.state.read.panels(id, await it.state.read.order(id))).map(({ spec }) => spec.prompt)).toEqual(
      of(id).panels.map(({ spec }) => spec.prompt),
    );
  },
);

test('a submit says what share of turns its tenant has', async () => {
  const weightOf = async (id: string) => {
    const outcome = await it.state.stories.submit(testSubmission(id, 1, 8, { tenant: 'weighed' }));
    return outcome.kind === 'submitted' ? outcome.story?.weight : outcome.kind;
  };
  expect(await weightOf('w1')).toBe(1);
  await it.state.tenantSettings.put({ id: 'weighed', name: 'Weighed', weight: 2.5, limits: {} } as never);
  expect(await weightOf('w2')).toBe(2.5);
});

test('the same submission once more changes nothing, and does not say how the story is by now', async () => {
  const submission = testSubmission('again', 2);
  await it.state.stories.submit(submission);
  await it.state.stories.pause('again');
  expect(await it.state.stories.submit(submission)).toEqual({ kind: 'submitted', story: null });
  expect((await it.state.read.story('again'))?.status).toBe('paused');
});

test('a server that has forgotten the scripts is sent them again', async () => {
  await it.state.stories.submit(testSubmission('before-flush', 1));
  await it.redis.script('FLUSH');
  expect((await it.state.stories.submit(testSubmission('after-flush', 1))).kind).toBe('submitted');
});
