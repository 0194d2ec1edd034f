import { Agent, request } from 'node:http';

export interface Sent {
  readonly perSecond: number;
  /** Milliseconds of each request, sorted. */
  readonly ms: readonly number[];
  /** Answers that were not 2xx. */
  readonly refused: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request, its answer read to the end. Rejects when the connection breaks. */
export function send(agent: Agent, { method, url, headers = {}, body }: Call): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0)).on('error', reject);
    });
    outgoing.on('error', reject).end(body);
  });
}

/** Sends `count` requests over so many connections, each connection one after another. `next` makes the n-th. */
export async function sendRequests(count: number, connections: number, next: (n: number) => Call): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ms: number[] = [];
  let [begun, refused] = [0, 0];
  const work = async () => {
    for (;;) {
      const n = begun;
      if (n >= count) return;
      begun += 1;
      const startedAt = performance.now();
      const status = await send(agent, next(n));
      ms.push(performance.now() - startedAt);
      if (status < 200 || status > 299) refused += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return { perSecond: count / seconds, ms: ms.sort((a, b) => a - b), refused };
}
