import { type NamedText, nameTexts } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { jsonOrNull } from '../json-or-null.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import type { Read } from './book-transitions.ts';
import { frameOrNull, readFrame, type StoredFailure, type StoredFrame, type StoredPanelSpec } from './stored.ts';
import { readPictures } from './stored-pictures.ts';

export interface PanelFacts {
  readonly id: string;
  /** Place in reading order, from 1; 0 for a removed panel. */
  readonly number: number;
  /** Every text has its id. */
  readonly spec: StoredPanelSpec & { readonly text: readonly NamedText[] };
  readonly selected: StoredFrame | null;
  /** Number of the selected take. */
  readonly take: number | null;
  readonly kept: StoredFrame | null;
  readonly takes: number;
  /** Whether a user asked for it to be drawn again, and it is not yet. */
  readonly asked: boolean;
  readonly failure: StoredFailure | null;
}

/** As many panels are looked up one by one: the order of a long story is more to read than their places. */
const fewPanels = 32;

/** What is read of a story's panels and their frames. */
export interface PanelReader {
  /** Ids of the panels in reading order. */
  order(id: string): Promise<string[]>;
  /** Numbers of panels, from 1; 0 for those that are not in the book. */
  numbers(id: string, panels: readonly string[]): Promise<number[]>;
  /** The id of the panel with a number, from 1; null where there is none. */
  panelAt(id: string, number: number): Promise<string | null>;
  /** Panels by id, also removed ones. */
  panels(id: string, panels: readonly string[]): Promise<PanelFacts[]>;
  selected(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
  /** Frames kept for a batch that is not committed yet. */
  kept(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
}

export function panelReader(redis: Redis, keys: Keyspace): PanelReader {
  const picturesIn = (id: string, texts: Iterable<string | null | undefined>) =>
    readPictures(redis, keys.storyPart(id, 'pictures'), texts);
  const frames = async (
    id: string,
    part: 'selected' | 'kept',
    panels: readonly string[],
  ): Promise<Map<string, Read<StoredFrame>>> => {
    if (panels.length === 0) return new Map();
    const raws = await redis.hmget(keys.storyPart(id, part), ...panels);
    const pictures = await picturesIn(id, raws);
    return new Map(
      panels.flatMap((panel, index) => {
        const raw = raws[index];
        return raw ? [[panel, { raw, value: readFrame(raw, pictures) }] as const] : [];
      }),
    );
  };
  const numbersOf = async (id: string, panels: readonly string[]): Promise<number[]> => {
    if (panels.length === 0) return [];
    const reads = redis.pipeline();
    for (const panel of panels) reads.lpos(keys.storyPart(id, 'order'), panel);
    return (valuesOf(await reads.exec()) as (number | null)[]).map((at) => (at ?? -1) + 1);
  };
  return {
    order: (id) => redis.lrange(keys.storyPart(id, 'order'), 0, -1),
    numbers: numbersOf,
    panelAt: async (id, number) => (await redis.lindex(keys.storyPart(id, 'order'), number - 1)) ?? null,
    async panels(id, fields) {
      if (fields.length === 0) return [];
      // One panel, or a few, are found one by one; many by the whole order.
      const few = fields.length <= fewPanels;
      const order = few ? [] : await redis.lrange(keys.storyPart(id, 'order'), 0, -1);
      const places = few ? await numbersOf(id, fields) : [];
      const reads = redis
        .pipeline()
        .hmget(keys.storyPart(id, 'panels'), ...fields)
        .hmget(keys.storyPart(id, 'selected'), ...fields)
        .hmget(keys.storyPart(id, 'kept'), ...fields)
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.count`))
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.selected`))
        .hmget(keys.storyPart(id, 'redraws'), ...fields)
        .hmget(keys.storyPart(id, 'failures'), ...fields);
      const [specs, selected, kept, takes, chosen, redraws, failures] = valuesOf(await reads.exec()) as (
        | string
        | null
      )[][];
      const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
      const pictures = await picturesIn(id, [...(selected ?? []), ...(kept ?? [])]);
      return fields.flatMap((panel, index) => {
        const stored = jsonOrNull<StoredPanelSpec>(specs?.[index]);
        if (!stored) return [];
        const spec = { ...stored, text: nameTexts(panel, stored.text) };
        return [
          {
            id: panel,
            number: few ? (places[index] ?? 0) : (numbers.get(panel) ?? 0),
            spec,
            selected: frameOrNull(selected?.[index], pictures),
            take: selected?.[index] ? Number(chosen?.[index] ?? 1) : null,
            kept: frameOrNull(kept?.[index], pictures),
            takes: countTakes(takes?.[index], selected?.[index]),
            asked: Boolean(redraws?.[index]),
            failure: jsonOrNull<StoredFailure>(failures?.[index]),
          },
        ];
      });
    },
    selected: (id, panels) => frames(id, 'selected', panels),
    kept: (id, panels) => frames(id, 'kept', panels),
  };
}

/** How many takes a panel has: its only one stands in `selected` alone. */
const countTakes = (count: string | null | undefined, selected: string | null | undefined): number =>
  Number(count ?? (selected ? 1 : 0));
