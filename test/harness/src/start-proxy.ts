import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP proxy that simulates network faults. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** The URL of the server behind it, through this proxy. */
  urlOf(url: string): string;
  /** Delays every byte in both directions, in milliseconds. Order is kept. */
  setLatency(ms: number): void;
  /** Resets all connections and returns their number. New ones are served. */
  cut(): number;
  /** While on, nothing gets through in either direction; data sent in the meantime arrives when it is off again. */
  blackhole(on: boolean): void;
  /**
   * Makes connections half-open: both sides believe that they are alive, but nothing arrives any more. New ones are served. `said`
   * selects those whose last bytes to the server match. Returns their number.
   */
  swallow(said?: RegExp): number;
  /** From now on new connections lead to the server on this port; those that are open stay where they are. */
  leadTo(port: number): void;
  /** While on, new connections are closed at once. */
  refuse(on: boolean): void;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  said: string;
  swallowed: boolean;
}

export interface ProxyOptions {
  /** Of the server behind it, on 127.0.0.1. */
  readonly port: number;
  /** Where it listens. Default: 127.0.0.1. */
  readonly host?: string;
}

/** Starts a proxy. Disposing closes every connection. */
export async function startProxy({ port: first, host = '127.0.0.1' }: ProxyOptions): Promise<TestProxy> {
  const links = new Set<Link>();
  let latencyMs = 0;
  let port = first;
  let refusing = false;
  let gate = Promise.withResolvers<void>();
  gate.resolve();

  /** Passes bytes on, delayed and in order, and the end after the last one. */
  const pass = (link: Link, from: Socket, to: Socket) => {
    let before = Promise.resolve();
    const after = (act: () => void) => {
      const dueMs = performance.now() + latencyMs;
      before = before.then(async () => {
        const leftMs = dueMs - performance.now();
        if (leftMs > 0) await sleep(leftMs);
        await gate.promise;
        if (!link.swallowed) act();
      });
    };
    from.on('data', (bytes) => {
      if (from === link.client) link.said = bytes.toString('latin1');
      after(() => to.write(bytes));
    });
    from.on('error', () => undefined);
    from.on('end', () => after(() => to.end()));
    from.on('close', () => after(() => to.destroy()));
  };

  // Half-open: the vanished side does not answer a FIN either.
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    if (refusing) {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
    const link: Link = { client, server, said: '', swallowed: false };
    links.add(link);
    pass(link, client, server);
    pass(link, server, client);
    // A half-open connection stays open at the server when the client gives up: the server is never notified.
    client.on('close', () => link.swallowed || links.delete(link));
  });
  listener.listen(0, host);
  await once(listener, 'listening');
  const own = (listener.address() as AddressInfo).port;
  return {
    port: own,
    urlOf: (url) => Object.assign(new URL(url), { hostname: host, port: String(own) }).href,
    setLatency(ms) {
      latencyMs = ms;
    },
    cut() {
      const open = [...links];
      links.clear();
      for (const { client, server } of open) {
        client.resetAndDestroy();
        server.destroy();
      }
      return open.length;
    },
    blackhole(on) {
      gate.resolve();
      gate = Promise.withResolvers();
      if (!on) gate.resolve();
    },
    swallow(said = /^/) {
      const chosen = [...links].filter((link) => !link.swallowed && said.test(link.said));
      for (const link of chosen) link.swallowed = true;
      return chosen.length;
    },
    leadTo(other) {
      port = other;
    },
    refuse(on) {
      refusing = on;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const { client, server } of links) for (const socket of [client, server]) socket.destroy();
      gate.resolve();
      await once(listener, 'close');
    },
  };
}
