import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { processCpuMs } from '../cpu-time.ts';
import { BrokenRun, type Load, type Run } from '../load.ts';
import type { StoryInput } from './draw-stories.ts';
import type { RestateServer } from './start-restate.ts';

export interface RestatePeer extends AsyncDisposable {
  run(load: Load, directory: string, fsync: boolean): Promise<Run>;
}

/** How long submitted workflows get to reach the worker before the clock starts, in milliseconds. */
const settleMs = 500;

/** Starts the worker process and registers it with the server; it serves all runs. */
export async function openRestatePeer(server: RestateServer): Promise<RestatePeer> {
  const worker = fork(new URL('./draw-stories.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  const ask = async (type: 'close' | 'open' | 'cpu'): Promise<number> => {
    worker.send({ type });
    const [{ cpuMs }] = (await once(worker, 'message')) as [{ cpuMs: number }];
    return cpuMs;
  };
  await postJson(`${server.adminUrl}/deployments`, { uri: `http://127.0.0.1:${port}` });
  return {
    async run(load, directory, fsync) {
      await ask('close');
      const run = randomUUID();
      const names = Array.from({ length: load.stories }, (_, story) => `${run}-${story}`);
      const input: StoryInput = { ...load, directory, fsync };
      for (const name of names) await postJson(`${server.ingressUrl}/DrawStory/${name}/run/send`, input);
      const results = names.map((name) => fetch(`${server.ingressUrl}/restate/workflow/DrawStory/${name}/attach`));
      await wait(settleMs);
      const cpuBefore = processCpuMs(server.pid) + (await ask('cpu'));
      const startedAt = performance.now();
      await ask('open');
      const failed = (await Promise.all(results)).find(({ ok }) => !ok);
      const makespanMs = performance.now() - startedAt;
      if (failed) throw new BrokenRun(`a workflow of Restate failed: ${failed.status} ${await failed.text()}`);
      return { makespanMs, cpuMs: processCpuMs(server.pid) + (await ask('cpu')) - cpuBefore };
    },
    async [Symbol.asyncDispose]() {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    },
  };
}

async function postJson(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new BrokenRun(`Restate answered ${answer.status} to ${url}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
