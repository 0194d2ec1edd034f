import type { Context } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { observeOperations } from './observe-operations.ts';
import type { EventStreams } from './routes/events/send-stream.ts';

interface Metrics {
  readonly registry: Registry;
  /** An event that happened while its stream was open was sent, so many milliseconds later. */
  readonly eventSent: (lagMs: number) => void;
  /** One answered request: its log line and its measure. Never throws. */
  readonly requestAnswered: (request: FastifyRequest, reply: FastifyReply) => void;
}

/** The metrics of one server, in a registry of its own: several servers may live in one process. */
export function openMetrics(context: Context, streams: EventStreams): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'nextpanel_http_request_duration_seconds',
    help: 'Duration of HTTP requests, without event streams',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const lags = new Histogram({
    name: 'nextpanel_event_lag_seconds',
    help: 'From an event to when its streams are sent it',
    buckets: [0.01, 0.05, 0.2, 1, 5],
    registers: [registry],
  });
  new Gauge({
    name: 'nextpanel_event_streams',
    help: 'Event streams open now',
    registers: [registry],
    collect() {
      this.set(streams.open.size);
    },
  });
  observeOperations(registry, context);

  return {
    registry,
    eventSent: (lagMs) => lags.observe(Math.max(0, lagMs) / 1_000),
    requestAnswered: (request, reply) => {
      const { url: route = 'unmatched', config } = request.routeOptions;
      const { method, url } = request;
      const status = reply.statusCode;
      const ms = Math.round(reply.elapsedTime);
      if (!config.longLived) durations.observe({ method, route, status }, reply.elapsedTime / 1_000);
      const quiet = route === '/healthz' || route === '/readyz' || route === '/metrics';
      request.log[quiet ? 'debug' : 'info'](
        { method, url, status, ms, tenant: request.tenant || undefined },
        'answered',
      );
    },
  };
}
