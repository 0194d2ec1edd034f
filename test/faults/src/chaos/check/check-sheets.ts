import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSize, planPageMap, planSheets, type SheetPlan, type SheetView, withoutMarks } from '@nextpanel/core';
import { type BookPage, bindBook, composeSheet, type PagePanel } from '@nextpanel/imaging';
import type { World } from '../start-world.ts';
import type { Violation } from '../violation.ts';
import type { Findings } from './read-findings.ts';

/**
 * Composes every sheet and binds every book again from the selected takes that the API reports: the bytes are the same only if
 * the originals were made from exactly these.
 */
export async function checkSheets(
  world: World,
  found: Findings,
): Promise<{ violations: Violation[]; checked: number }> {
  const { tale, view, sheets } = found;
  if (view.status !== 'completed') return { violations: [], checked: 0 };
  const violations: Violation[] = [];
  const composed: Composed[] = [];
  for (const sheet of sheets) {
    const page = await compose(world, found, sheet);
    if (page === null) return { violations, checked: composed.length };
    composed.push(page);
    const sha256 = hash(page.png);
    if (sha256 !== sheet.image?.sha256) {
      const detail = `${tale.id}: sheet ${sheet.number} is ${sheet.image?.sha256}; of the selected takes it is ${sha256}`;
      violations.push({ invariant: 'sheets show the selected takes', detail });
    }
  }
  if (violations.length > 0) return { violations, checked: composed.length };
  for (const format of view.books) {
    const stored = hash(new Uint8Array(await (await world.client.book(tale.id, format)).arrayBuffer()));
    const bound = await bind(world, found, format, composed);
    if (stored !== bound) {
      violations.push({
        invariant: 'books hold the sheets',
        detail: `${tale.id}: ${format} is ${stored}, of its sheets it is ${bound}`,
      });
    }
  }
  return { violations, checked: composed.length };
}

interface Composed {
  readonly plan: SheetPlan;
  readonly png: Uint8Array;
}

/** The sheet, composed again; null if its layout differs from that of the story as submitted. */
async function compose(
  { client }: World,
  { tale, view, panels, selected }: Findings,
  sheet: SheetView,
): Promise<Composed | null> {
  const { render, characters } = tale.spec;
  const plan = planSheets({
    pages: planPageMap({ panels: panels.map(({ number }) => number), batchSize: render.batchSize }),
    frame: parseSize(render.size),
    readingDirection: view.readingDirection,
    layout: 'grid',
    batchSize: render.batchSize,
  }).find(({ number }) => number === sheet.number);
  const planned = plan?.slots.map(({ panel }) => panel).join();
  if (!plan || planned !== sheet.panels.join()) return null;
  const shown = await Promise.all(
    plan.slots.map(async ({ panel }) => {
      const spec = panels[panel - 1];
      const frame = new Uint8Array(await (await client.panelImage(tale.id, panel)).arrayBuffer());
      if (!spec || hash(frame) !== selected.get(panel)?.sha256)
        throw new Error(`panel ${panel} of ${tale.id} is not its selected take`);
      return { number: panel, frame, characters: spec.characters, text: spec.text };
    }),
  );
  const { png } = await composeSheet({
    plan,
    panels: shown,
    speakers: Object.fromEntries(characters.map(({ id, name }) => [id, name])),
    language: view.language,
    readingDirection: view.readingDirection,
  });
  return { plan, png };
}

async function bind(world: World, found: Findings, format: string, composed: readonly Composed[]): Promise<string> {
  const destination = join(world.folder, `again.${format}`);
  const { title, language, readingDirection } = found.view;
  async function* pages(): AsyncGenerator<BookPage> {
    for (const { plan, png } of composed) {
      const { slots, ...page } = plan;
      const panels = slots.map(({ panel, ...slot }) => describePanel(world, found, panel, slot));
      yield { ...page, png: async () => Uint8Array.from(png), lettering: null, panels };
    }
  }
  const { characters } = found.tale.spec;
  const story = {
    id: found.tale.id,
    title,
    language,
    readingDirection,
    characters: characters.map(({ name }) => name),
  };
  const { sha256 } = await bindBook(
    format,
    { story, pages: pages(), paper: null, pageCount: composed.length },
    destination,
  );
  await rm(destination);
  return sha256;
}

function describePanel({ client }: World, found: Findings, number: number, slot: PagePanel['slot']): PagePanel {
  const { tale, panels, selected } = found;
  const panel = panels[number - 1];
  const frame = selected.get(number);
  const drawnBy = tale.spec.render.provider === 'storyboard' ? 'program' : 'model';
  const names = new Map(tale.spec.characters.map(({ id, name }) => [id, name]));
  return {
    number,
    slot,
    alt: panel?.prompt ?? '',
    texts: (panel?.text ?? []).map(({ kind, drawnBy, text, speaker }) => ({
      kind,
      drawnBy,
      text: withoutMarks(text),
      ...(speaker !== undefined && { speaker: names.get(speaker) ?? speaker }),
    })),
    frameSize: { width: panel?.frame?.width ?? 0, height: panel?.frame?.height ?? 0 },
    provenance: {
      sha256: frame?.sha256 ?? '',
      source: frame?.uploaded ? 'upload' : drawnBy,
    },
    // The scenes of a campaign have no titles, so that their ids stand in the contents.
    ...(panel?.scene != null && { scene: { id: panel.scene, title: panel.scene } }),
    frame: async () => new Uint8Array(await (await client.panelImage(tale.id, number)).arrayBuffer()),
  };
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
