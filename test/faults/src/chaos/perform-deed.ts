import { ApiError } from '@nextpanel/client';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { type Deed, isPlateDeed, type PlateDeed, type ScriptDeed } from './action.ts';
import { planPanel } from './plan-stories.ts';
import type { SentScript } from './scripts.ts';
import type { World } from './start-world.ts';
import type { Tale } from './tales.ts';

/** Deeds after which numbers in older events refer to other panels. */
const renumbering: readonly Deed['kind'][] = ['insert-panels', 'move-panel', 'remove-panel'];

/** Does to a story what a user does. Returns the result in a word; a refusal by the API is a result, too. */
export async function performDeed(
  world: Pick<World, 'client'>,
  tale: Tale,
  deed: Deed,
  unique: string,
): Promise<string> {
  const before = { renumbered: tale.renumbered };
  try {
    await perform(world, tale, deed, unique);
    return 'done';
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) {
      // Another deed may have been at the same story in the meantime.
      if (renumbering.includes(deed.kind)) tale.renumbered = before.renumbered;
      if (deed.kind === 'delete' && error.status !== 404) tale.deleted = false;
    }
    return describeFailure(error);
  }
}

/** Does to a script what a user does, and returns the result in a word as `performDeed` does. */
export async function performScriptDeed(
  { client }: Pick<World, 'client'>,
  script: SentScript,
  deed: ScriptDeed,
): Promise<string> {
  // Whether or not the answer arrives, the script may be gone from here on.
  if (deed === 'delete') script.deleted = true;
  try {
    await client.scripts[deed](script.id);
    return 'done';
  } catch (error) {
    if (deed === 'delete' && error instanceof ApiError && error.status < 500) script.deleted = error.status === 404;
    return describeFailure(error);
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof ApiError)) return 'no answer';
  return error.status < 500 ? `refused: ${error.code}` : `failed: ${error.status} ${error.code}`;
}

async function perform({ client }: Pick<World, 'client'>, tale: Tale, deed: Deed, unique: string): Promise<unknown> {
  const { id, mark } = tale;
  if (isPlateDeed(deed)) return performAtPlate(client, tale, deed, unique);
  const { panels } = (await client.story(id)).progress;
  const panelAt = (choice: number) => 1 + Math.floor(choice * panels.total);
  switch (deed.kind) {
    case 'pause':
    case 'resume':
    case 'approve':
    case 'cancel':
      return client[deed.kind](id);
    case 'delete':
      // Whether or not the answer arrives, the story may be gone from here on.
      tale.deleted = true;
      tale.deleteAsked = true;
      return client.delete(id);
    case 'edit': {
      const { prompt, text } = planPanel(mark, `e${unique}`);
      const { cascade, dryRun } = deed;
      const edit = deed.what === 'prompt' ? { prompt } : { text: text as [] };
      return client.editPanel(id, panelAt(deed.panel), { ...edit, cascade, dryRun });
    }
    case 'retake-panel': {
      const { count, cascade, dryRun } = deed;
      return client.retakePanel(id, panelAt(deed.panel), { count, cascade, dryRun });
    }
    case 'retouch': {
      const { cascade, dryRun } = deed;
      const box = deed.boxed ? { box: { x: 0.1, y: 0.2, width: 0.5, height: 0.4 } } : {};
      const instruction = `Change the tree, ${mark} ${unique}`;
      return client.retouchPanel(id, panelAt(deed.panel), { instruction, ...box, cascade, dryRun });
    }
    case 'retake-batch': {
      const batches = await client.batches(id);
      const { cascade, dryRun } = deed;
      return client.retakeBatch(id, 1 + Math.floor(deed.batch * batches.length), { cascade, dryRun });
    }
    case 'select-take': {
      const panel = panelAt(deed.panel);
      const takes = await client.takes(id, panel);
      const take = takes[Math.floor(deed.take * takes.length)];
      return take && client.selectTake(id, panel, take.number, { cascade: deed.cascade });
    }
    case 'upload-take': {
      const asset = await client.uploadAsset(await drawByHand(tale, unique), 'image/png');
      return client.addTake(id, panelAt(deed.panel), { asset: asset.id, select: deed.select, cascade: deed.cascade });
    }
    case 'insert-panels': {
      tale.renumbered = true;
      tale.insertsAsked += 1;
      const inserted = Array.from({ length: deed.count }, (_, index) =>
        planPanel(mark, `i${unique}n${index}`, castOf(tale)),
      );
      const after = Math.floor(deed.after * (panels.total + 1));
      return client.insertPanels(id, { after, panels: inserted as [], cascade: deed.cascade });
    }
    case 'move-panel': {
      tale.renumbered ||= !deed.dryRun;
      const after = Math.floor(deed.after * (panels.total + 1));
      return client.movePanel(id, panelAt(deed.panel), { after, dryRun: deed.dryRun });
    }
    case 'remove-panel':
      tale.renumbered ||= !deed.dryRun;
      return client.removePanel(id, panelAt(deed.panel), { dryRun: deed.dryRun });
    case 'letter':
      return client.letter(id, {
        panels: [{ number: panelAt(deed.panel), text: [{ kind: 'caption', text: `Words ${unique}` }] }],
      });
  }
}

const castOf = ({ spec }: Tale): string[] => spec.characters.map(({ id }) => id);

async function performAtPlate(
  client: World['client'],
  tale: Tale,
  deed: Extract<Deed, { readonly kind: PlateDeed }>,
  unique: string,
): Promise<unknown> {
  const { id, mark } = tale;
  const { dryRun } = deed;
  const plates = (await client.plates(id)).filter(({ status }) => status !== 'none');
  const plate = plates[Math.floor(deed.plate * plates.length)]?.id ?? '';
  switch (deed.kind) {
    case 'retake-plate':
      return client.retakePlate(id, plate, { dryRun });
    case 'retouch-plate':
      return client.retouchPlate(id, plate, { instruction: `Change the scarf, ${mark} ${unique}`, count: 1, dryRun });
    case 'redraw-plate':
      return client.redrawPlatePanels(id, plate, { dryRun });
    case 'select-plate': {
      const takes = await client.plateTakes(id, plate);
      const take = takes[Math.floor(deed.take * takes.length)];
      return take && client.selectPlateTake(id, plate, take.number, { dryRun });
    }
    case 'upload-plate': {
      const asset = await client.uploadAsset(await drawByHand(tale, unique), 'image/png');
      return client.addPlateTake(id, plate, { asset: asset.id, select: true, dryRun });
    }
  }
}

/** A picture of the story's size that no provider drew. */
async function drawByHand({ spec, mark }: Tale, unique: string): Promise<Uint8Array<ArrayBuffer>> {
  const [width = 0, height = 0] = spec.render.size.split('x').map(Number);
  const picture = await drawStoryboardFrame({
    width,
    height,
    number: 1,
    prompt: `By hand ${mark} ${unique}`,
    characters: [],
    language: 'en',
    reference: null,
    requestKey: Buffer.from(`${mark} ${unique}`).toString('hex').padEnd(64, '0').slice(0, 64),
  });
  return new Uint8Array(picture);
}
