import {
  type Amendment,
  chooseModel,
  formatsWithoutPaper,
  microUsd,
  NextpanelError,
  newestRecipe,
  type StoryView,
  warnOfIgnored,
} from '@nextpanel/core';
import type { StoredSpec, StoryHead } from '@nextpanel/store';
import { learnFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { estimateChain, priceable } from './plan-redraw.ts';
import { type ChangeScope, readStory } from './read-story.ts';
import { requireProvider } from './submit-story.ts';

/**
 * Changes title, budget and book, which draw nothing, or how what is not drawn yet is drawn. A story that waits because of its
 * budget is then resumed by hand. Throws `not_found`, `invalid_state`, and for another model what `submitStory` throws.
 */
export async function amendStory(
  context: ChangeContext & Pick<Context, 'imaging'>,
  scope: ChangeScope,
  amendment: Amendment,
): Promise<StoryView> {
  const { title, budget, book, render, recipe } = amendment;
  await changeStory(context, scope, async (facts, story) => {
    await learnFonts(context, scope.tenant, book?.fonts);
    const spec = await amended(context, facts, amendment);
    const [unbound] = formatsWithoutPaper(spec);
    if (unbound) throw new NextpanelError('invalid', `book.formats: ${unbound.needed}`);
    const change = {
      ...(title !== undefined && { title }),
      ...(budget !== undefined && { budget: budget === null ? null : microUsd(budget.maxUsd) }),
      spec,
      render: render !== undefined || recipe !== undefined,
      // Its title stands in the book, too.
      books: book !== undefined || title !== undefined,
    };
    const relaid = [
      book?.layout,
      book?.page,
      book?.caps,
      book?.house,
      book?.columns,
      book?.fonts,
      book?.pageNumbers,
    ].some((it) => it !== undefined);
    return { outcome: await context.state.edits.amend(story, change, relaid) };
  });
  return readStory(context, scope);
}

async function amended(context: ChangeContext, facts: StoryHead, amendment: Amendment): Promise<StoredSpec> {
  const { title, book, render = {}, recipe } = amendment;
  const spec: StoredSpec = {
    ...facts.spec,
    ...(recipe === 'latest' && { recipe: newestRecipe }),
    title: title ?? facts.title,
    book: { ...facts.spec.book, ...given(book ?? {}) },
  };
  if (!amendment.render && recipe === undefined) return spec;
  const { approveAfter, seed, extra, ...others } = render;
  const elsewhere = render.provider !== undefined && render.provider !== spec.render.provider;
  const {
    model: oldModel,
    method: oldMethod,
    approveAfter: oldGate,
    seed: oldSeed,
    extra: oldExtra,
    ...rest
  } = spec.render;
  const wanted = {
    ...rest,
    // Another provider has other models, and other ways to be asked.
    ...(!elsewhere && { model: oldModel, method: oldMethod }),
    ...given(others),
    ...(approveAfter !== null && given({ approveAfter: approveAfter ?? oldGate })),
    ...(seed !== null && given({ seed: seed ?? oldSeed })),
    ...(extra !== null && given({ extra: extra ?? oldExtra })),
  };
  const chain = await context.state.read.chain(facts.id);
  const { model, method, warnings } = chooseModel(wanted, chain.length, {
    today: new Date(context.state.clock.now()),
    catalogue: context.catalogue,
  });
  requireProvider(context, wanted.provider);
  const chosen: StoredSpec = { ...spec, render: { ...wanted, model: model.id, method } };
  const panels = (await context.state.read.panels(facts.id, await context.state.read.order(facts.id))).map(
    ({ spec: panel }) => panel,
  );
  return {
    ...chosen,
    warnings: [...warnings, ...warnOfIgnored({ ...chosen, ...priceable(chosen), panels }, { model, method })],
    estimate: await estimateChain(context, { story: facts.id, spec: chosen, chain }),
  };
}

/** What is there of an object whose members may be undefined. */
const given = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Name in keyof Value]: Exclude<Value[Name], undefined>;
  };
