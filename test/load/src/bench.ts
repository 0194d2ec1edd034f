import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryRedis } from '@nextpanel/harness';
import { runBareSteps } from './bare-steps.ts';
import { checkFiles } from './check-files.ts';
import { BrokenRun, type Load, type Run } from './load.ts';
import { timeFixedWork } from './machine-noise.ts';
import { runOwnSteps } from './own-steps.ts';
import { openPeerFiles } from './peer-files.ts';
import { type Rounds, reportLoad } from './report-load.ts';
import { openRestatePeer } from './restate/run-restate-steps.ts';
import { installRestate, RestateMissing, startRestate } from './restate/start-restate.ts';

/**
 * Orchestration compared with peers that do the same work: stories of eight batches, drawn one after another, eight panels
 * each; every panel leaves a 1 KB frame and its record on disk. The peers are Restate (eight durable steps a batch) and a bare
 * step job of BullMQ, with the same files and with none. All take turns in every round, on the same machine, so read the
 * ratios; how much the machine itself wavers is printed below each table.
 *
 * Times decide nothing. The exit code is 1 when a run did not do its work: a file too few, too many or damaged.
 *
 * NEXTPANEL_BENCH_ROUNDS sets the number of rounds (5). Arguments choose parts by name: throughput, latency; bare, files,
 * nextpanel, single, restate.
 */
const rounds = Number(process.env.NEXTPANEL_BENCH_ROUNDS ?? 5);
const chosen = process.argv.slice(2);
const isChosen = (part: string, among: readonly string[]): boolean =>
  chosen.includes(part) || !chosen.some((name) => among.includes(name));

const loads: Readonly<Record<string, Load>> = {
  throughput: { stories: 100, batches: 8, panels: 8, latencyMs: 0, concurrency: 50 },
  latency: { stories: 50, batches: 8, panels: 8, latencyMs: 50, concurrency: 50 },
};

/** Runs a load in an empty folder. */
interface Peer {
  readonly name: string;
  readonly files: boolean;
  /** Changes the load where the peer has its own. */
  readonly load?: Partial<Load>;
  run(load: Load, directory: string): Promise<Run>;
}

await using opened = new AsyncDisposableStack();

/**
 * What must be on the disk before a peer continues: nothing; every write of its log (Redis' or Restate's, the default of both); or
 * that and the frames and records (the default of nextpanel). Peers are compared within one of the three.
 */
const durability = [
  { suffix: '', log: false, files: false },
  { suffix: ', log forced', log: true, files: false },
  { suffix: ', all forced', log: true, files: true },
] as const;

async function openPeers(): Promise<Peer[]> {
  const kinds = ['bare', 'files', 'nextpanel', 'single', 'restate'];
  const peers: Peer[] = [];
  const add = (kind: string, name: string, run: Peer['run'], load: Partial<Load> = {}) => {
    if (isChosen(kind, kinds)) peers.push({ name, files: kind !== 'bare', load, run });
  };
  const binary = isChosen('restate', kinds) ? await findRestate() : null;
  const openServers = async (forced: boolean) => ({
    redisUrl: opened.use(await startTemporaryRedis({ appendfsync: forced ? 'always' : 'no' })).url,
    restate: binary && opened.use(await openRestatePeer(opened.use(await startRestate(binary, forced)))),
  });
  const [cached, forced] = [await openServers(false), await openServers(true)];
  for (const { suffix, log, files } of durability) {
    const { redisUrl, restate } = log ? forced : cached;
    if (!log) add('bare', 'BullMQ, no files', (load) => runBareSteps(redisUrl, load));
    add('files', `BullMQ${suffix}`, (load, directory) => runBareSteps(redisUrl, load, openPeerFiles(directory, files)));
    add('nextpanel', `nextpanel${suffix}`, (load, directory) => runOwnSteps(redisUrl, load, directory, files));
    if (!log) {
      const single = { panels: 1 };
      add('single', 'nextpanel, 1 panel', (load, directory) => runOwnSteps(redisUrl, load, directory, files), single);
    }
    if (restate) add('restate', `Restate${suffix}`, (load, directory) => restate.run(load, directory, files));
  }
  return peers;
}

async function findRestate(): Promise<string | null> {
  try {
    return await installRestate();
  } catch (error) {
    if (!(error instanceof RestateMissing)) throw error;
    process.stdout.write(`Restate is left out: ${error.message}\n`);
    return null;
  }
}

/**
 * All files stay until the end. On ext4 without a journal, which many virtual machines have, files made within minutes after
 * many were deleted cost twenty times as much (450 µs instead of 23), since the kernel passes over inodes that were in use a
 * moment ago: the peers would measure each other's deletions.
 */
const scratch = await mkdtemp(join(tmpdir(), 'nextpanel-bench-'));
opened.defer(() => rm(scratch, { recursive: true, force: true }));

async function runPeer(peer: Peer, load: Load): Promise<Run> {
  const directory = await mkdtemp(join(scratch, 'run-'));
  const wanted = { ...load, ...peer.load };
  const result = await peer.run(wanted, directory);
  if (peer.files) await checkFiles(directory, wanted);
  return result;
}

async function compare(name: string, load: Load, peers: readonly Peer[]): Promise<void> {
  const result: Rounds = { peers: new Map(peers.map((peer) => [peer.name, []])), fixedWorkMs: [], loadAverages: [] };
  // The first round warms up the compiler and the page cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const peer of peers) {
      const run = await runPeer(peer, load);
      if (round > 0) result.peers.get(peer.name)?.push(run);
    }
    if (round === 0) continue;
    result.fixedWorkMs.push(await timeFixedWork(join(scratch, `noise-${name}-${round}`)));
    result.loadAverages.push(loadavg()[0] ?? 0);
  }
  process.stdout.write(`\n${reportLoad(name, load, result)}\n`);
}

try {
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
  const peers = await openPeers();
  for (const [name, load] of Object.entries(loads)) {
    if (isChosen(name, Object.keys(loads))) await compare(name, load, peers);
  }
} catch (error) {
  if (!(error instanceof BrokenRun)) throw error;
  process.stderr.write(`A run is broken, its times mean nothing: ${error.message}\n`);
  process.exitCode = 1;
}
