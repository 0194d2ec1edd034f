import type { CheckLabel, FrameCheck } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { valuesOf } from '../values-of.ts';

/** What a check measured of a frame. */
export interface StoredVerdict {
  readonly method: string;
  /** Of the method; raised when the same frame would get another value. */
  readonly version: number;
  readonly value: number;
  /** Where the method begins to find something. */
  readonly limit: number;
  /** The value in units of the limit, the worse the higher; from 1 on it is found. */
  readonly severity: number;
  /** False: the check could not be made, for the reason in `detail`. Absent: it was. */
  readonly judged?: false;
  /** In words. */
  readonly detail: string;
  /** By Redis' clock, in milliseconds since the epoch. */
  readonly at: number;
}

/** A verdict with what it is about. */
export interface FrameVerdict extends StoredVerdict {
  readonly panel: string;
  readonly sha256: string;
  readonly check: FrameCheck;
}

/** What checks measured of a story's frames, and what users say about it. */
export interface CheckStates {
  record(story: string, verdicts: readonly FrameVerdict[]): Promise<void>;
  label(
    verdict: { readonly story: string } & FrameVerdict,
    label: CheckLabel | null,
  ): Promise<'labelled' | 'none' | 'gone'>;
  /** A user accepts a frame, or takes that back. `changed`: another one is selected. */
  accept(
    frame: { readonly story: string; readonly panel: string; readonly sha256: string },
    accepted: boolean,
  ): Promise<'accepted' | 'changed' | 'gone'>;
  /** Which of these panels show a frame that was accepted. */
  accepted(
    story: string,
    frames: readonly { readonly panel: string; readonly sha256: string }[],
  ): Promise<ReadonlySet<string>>;
  /** Every verdict of a story, of takes that are not selected too, each with its label. */
  all(story: string): Promise<(FrameVerdict & { readonly label: CheckLabel | null })[]>;
}

/** Whether a check found something. */
export const isFound = ({ severity }: Pick<StoredVerdict, 'severity'>): boolean => severity >= 1;

export function checkStates(redis: Redis, run: RunTransition, keys: Keyspace): CheckStates {
  return {
    async record(story, verdicts) {
      if (verdicts.length === 0) return;
      const frames = Map.groupBy(verdicts, ({ panel, sha256 }) => `${panel} ${sha256}`);
      await run(
        'record-verdicts',
        [keys.story(story)],
        [
          frames.size,
          ...[...frames.values()].flatMap((of) => [
            of[0]?.panel ?? '',
            of[0]?.sha256 ?? '',
            listOf(of.filter(isFound)),
            listOf(of.filter((verdict) => !isFound(verdict) && verdict.judged !== false)),
            of.length,
            ...of.flatMap(({ panel: _panel, sha256: _sha256, check, ...verdict }) => [check, JSON.stringify(verdict)]),
          ]),
        ],
      );
    },
    async label(verdict, label) {
      const { story, panel, sha256, check } = verdict;
      const lists = isFound(verdict) ? [listOf([verdict]), '[]'] : ['[]', listOf([verdict])];
      const args = [panel, sha256, check, label ?? '', ...lists];
      const [kind] = await run('label-verdict', [keys.story(story)], args);
      return kind as 'labelled' | 'none' | 'gone';
    },
    async accept({ story, panel, sha256 }, accepted) {
      const [kind] = await run('accept-frame', [keys.story(story)], [panel, sha256, accepted ? '1' : '']);
      return kind as 'accepted' | 'changed' | 'gone';
    },
    async accepted(story, frames) {
      if (frames.length === 0) return new Set();
      const fields = frames.map(({ panel, sha256 }) => `${panel} ${sha256} accepted`);
      const found = await redis.hmget(keys.storyPart(story, 'labels'), ...fields);
      return new Set(frames.flatMap(({ panel }, index) => (found[index] ? [panel] : [])));
    },
    async all(story) {
      const reads = redis
        .pipeline()
        .hgetall(keys.storyPart(story, 'verdicts'))
        .hgetall(keys.storyPart(story, 'labels'));
      const [verdicts, labels] = valuesOf(await reads.exec()) as [Record<string, string>, Record<string, CheckLabel>];
      return Object.entries(verdicts).map(([field, verdict]) => {
        const [panel = '', sha256 = '', check = ''] = field.split(' ');
        return {
          ...(JSON.parse(verdict) as StoredVerdict),
          panel,
          sha256,
          check: check as FrameCheck,
          label: labels[field] ?? null,
        };
      });
    },
  };
}

const listOf = (verdicts: readonly { readonly check: FrameCheck }[]): string =>
  JSON.stringify(verdicts.map(({ check }) => check));
