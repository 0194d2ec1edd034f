import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextpanelError } from '@nextpanel/core';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Measures } from './measures.ts';

/** In seconds: pictures take from a second to some minutes, vendor batches up to a day. */
const durations = [1, 2.5, 5, 10, 20, 40, 80, 160, 320, 3_600, 86_400];

/** In seconds: a sign of life comes every 2 s, and a lock lives for some seconds. */
const recoveries = [0.5, 1, 2, 3, 5, 10, 30];

export interface MeasuresPlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Counts, and serves what was counted at `/metrics` in the text format of Prometheus, without a key. Throws `port_taken`. */
export async function serveMeasures({ host, port }: MeasuresPlace): Promise<Measures> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const requests = counter('nextpanel_vendor_requests_total', 'Requests to vendors that ended, by model and outcome', [
    'provider',
    'model',
    'outcome',
  ]);
  const latency = new Histogram({
    name: 'nextpanel_vendor_request_duration_seconds',
    help: 'From the order of a request to its frames',
    labelNames: ['provider', 'model'],
    buckets: durations,
    registers,
  });
  const batches = counter('nextpanel_batches_total', 'Turns at batches, by how they ended', ['provider', 'outcome']);
  const panels = counter('nextpanel_panels_drawn_total', 'Panels of committed batches', ['provider']);
  const recovery = new Histogram({
    name: 'nextpanel_recovery_seconds',
    help: 'From the last sign of life of a process that died with a batch to the turn that continues it',
    buckets: recoveries,
    registers,
  });
  const sweptFiles = counter('nextpanel_swept_files_total', 'Artifacts and records that a sweep removed', []);
  const sweptBytes = counter('nextpanel_swept_bytes_total', 'Bytes that a sweep removed', []);

  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new NextpanelError('port_taken', `METRICS_PORT ${port} on ${host} cannot be used; choose another one`, {
      cause,
    });
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/metrics`,
    requestEnded({ provider, model }, outcome, ms) {
      requests.inc({ provider, model, outcome });
      if (ms !== null) latency.observe({ provider, model }, ms / 1_000);
    },
    batchEnded(provider, outcome, drawn = 0) {
      batches.inc({ provider, outcome });
      if (drawn > 0) panels.inc({ provider }, drawn);
    },
    recovered(ms) {
      recovery.observe(ms / 1_000);
    },
    swept({ purged }) {
      sweptFiles.inc(purged.files);
      sweptBytes.inc(purged.bytes);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
