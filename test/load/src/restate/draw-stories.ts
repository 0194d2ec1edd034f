import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as restate from '@restatedev/restate-sdk';
import { ownCpuMs } from '../cpu-time.ts';
import type { Load } from '../load.ts';
import { openPeerFiles } from '../peer-files.ts';

/**
 * The peer's worker, a process of its own as Restate's documentation recommends: one workflow a story, whose batches follow
 * one another; each panel of a batch is a durable step (`ctx.run`) that leaves a frame and a record.
 *
 * Over IPC it says on which port it serves, and answers `open` by letting waiting workflows begin and `cpu` with the CPU time
 * it has used.
 */
export interface StoryInput extends Load {
  readonly directory: string;
  readonly fsync: boolean;
}

/** Workflows that arrive before the clock starts wait here, so that submitting them is not measured. */
let gate = Promise.withResolvers<void>();
/** So many stories are drawn at once, as by the other peers; the others wait for their turn. */
let free = Number.POSITIVE_INFINITY;
const inLine: (() => void)[] = [];

async function takeTurn(concurrency: number): Promise<() => void> {
  free = Math.min(free, concurrency);
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => inLine.push(resolve));
  return () => {
    const next = inLine.shift();
    if (next) next();
    else free += 1;
  };
}

const keepers = new Map<string, ReturnType<typeof openPeerFiles>>();

const drawStory = restate.workflow({
  name: 'DrawStory',
  handlers: {
    async run(context: restate.WorkflowContext, input: StoryInput) {
      await gate.promise;
      const endTurn = await takeTurn(input.concurrency);
      const { directory, fsync, latencyMs } = input;
      const keep = keepers.get(directory) ?? openPeerFiles(directory, fsync);
      keepers.set(directory, keep);
      for (let batch = 0; batch < input.batches; batch += 1) {
        const steps = Array.from({ length: input.panels }, (_, panel) =>
          context.run(`batch ${batch} panel ${panel}`, async () => {
            if (latencyMs > 0) await wait(latencyMs);
            return keep(context.key, batch, panel);
          }),
        );
        await restate.RestatePromise.all(steps);
      }
      endTurn();
    },
  },
});

const server = createServer(
  restate.createEndpointHandler({ services: [drawStory], bidirectional: true, logger: () => undefined }),
);
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'serving', port: (server.address() as AddressInfo).port }));
process.on('message', ({ type }: { type: 'close' | 'open' | 'cpu' }) => {
  if (type === 'close') {
    gate = Promise.withResolvers();
    free = Number.POSITIVE_INFINITY;
    keepers.clear();
  }
  if (type === 'open') gate.resolve();
  process.send?.({ type, cpuMs: ownCpuMs() });
});
process.once('disconnect', () => process.exit(0));
