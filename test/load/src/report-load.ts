import type { Load, Run } from './load.ts';

/** What was measured in all rounds of one load. */
export interface Rounds {
  /** By the peer's name, one run a round. */
  readonly peers: Map<string, Run[]>;
  /** A fixed piece of work, timed once a round. */
  readonly fixedWorkMs: number[];
  /** Of the last minute, once a round. */
  readonly loadAverages: number[];
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A table of medians, the ratios nextpanel has aims for, and the machine's noise. */
export function reportLoad(name: string, load: Load, rounds: Rounds): string {
  const { stories, batches, panels, latencyMs, concurrency } = load;
  const runs = rounds.fixedWorkMs.length;
  const head = `${name}: ${stories} stories × ${batches} batches × ${panels} panels, ${latencyMs} ms a batch, ${concurrency} stories at a time, ${runs} rounds`;
  const rows = [...rounds.peers].map(([peer, results]) => row(peer, load, results));
  const title = ['', 'makespan ms', 'min–max', 'batches/s', 'CPU ms/batch', ...(latencyMs > 0 ? ['× ideal'] : [])];
  return [head, ...alignColumns([title, ...rows]), ...ratios(load, rounds), noise(rounds)].join('\n  ');
}

function row(peer: string, load: Load, results: readonly Run[]): string[] {
  const total = load.stories * load.batches;
  const spans = results.map(({ makespanMs }) => makespanMs);
  const span = median(spans);
  return [
    peer,
    span.toFixed(0),
    `${Math.min(...spans).toFixed(0)}–${Math.max(...spans).toFixed(0)}`,
    ((total / span) * 1_000).toFixed(0),
    (median(results.map(({ cpuMs }) => cpuMs)) / total).toFixed(2),
    ...(load.latencyMs > 0 ? [(span / idealMs(load)).toFixed(2)] : []),
  ];
}

/** What the provider alone would take. */
const idealMs = ({ stories, batches, latencyMs, concurrency }: Load): number =>
  latencyMs * batches * Math.ceil(stories / concurrency);

/** Pairs to compare: nextpanel, a peer, and the aim for nextpanel's throughput as a multiple of the peer's. */
const pairs = [
  ['nextpanel', 'Restate', 2],
  ['nextpanel, log forced', 'Restate, log forced', null],
  ['nextpanel, all forced', 'Restate, all forced', 1],
  ['nextpanel', 'BullMQ', null],
  ['nextpanel, all forced', 'BullMQ, all forced', null],
  ['nextpanel, 1 panel', 'BullMQ, no files', null],
] as const;

/** Each ratio is the median of the rounds' own ratios: what slows the machine down for a while slows both down. */
function ratios(load: Load, { peers }: Rounds): string[] {
  return pairs.flatMap(([ours, peer, aim]) => {
    const [own, other] = [peers.get(ours) ?? [], peers.get(peer) ?? []];
    if (own.length === 0 || other.length === 0) return [];
    const quotients = (of: keyof Run) =>
      own.map((run, round) => (other[round]?.[of] ?? Number.NaN) / run[of]).sort((a, b) => a - b);
    const speed = quotients('makespanMs');
    const range = `${(speed[0] ?? 0).toFixed(2)}–${(speed.at(-1) ?? 0).toFixed(2)}`;
    const cpu = `${(1 / median(quotients('cpuMs'))).toFixed(2)} × its CPU`;
    if (load.latencyMs > 0) {
      const aimed = aim === 2 ? ', aim ≤ 1' : '';
      return [`${ours} ÷ ${peer}: ${(1 / median(speed)).toFixed(2)} × its makespan${aimed}; ${cpu}`];
    }
    const aimed = aim === null ? '' : `, aim ≥ ${aim}`;
    return [`${ours} ÷ ${peer}: ${median(speed).toFixed(2)} × its throughput (${range}${aimed}); ${cpu}`];
  });
}

function noise({ fixedWorkMs, loadAverages }: Rounds): string {
  const [least, most] = [Math.min(...fixedWorkMs), Math.max(...fixedWorkMs)];
  const load = `${Math.min(...loadAverages).toFixed(1)}–${Math.max(...loadAverages).toFixed(1)}`;
  return `noise: a fixed piece of work took ${least.toFixed(0)}–${most.toFixed(0)} ms (median ${median(fixedWorkMs).toFixed(0)}); load average ${load}`;
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
