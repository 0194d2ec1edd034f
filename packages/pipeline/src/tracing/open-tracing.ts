import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { asNextpanelError } from '@nextpanel/core';
import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type IdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Attributes, Tracing } from './tracing.ts';

export interface TracingOptions {
  /** As in OTEL_EXPORTER_OTLP_ENDPOINT: without `/v1/traces`. */
  readonly endpoint: string;
  /** `nextpanel-worker` and so on; OTEL_SERVICE_NAME wins. */
  readonly service: string;
}

/** How long the last spans may take to be sent when the process stops, in milliseconds. */
const flushMs = 3_000;

/**
 * Sends traces by OTLP over HTTP, in batches, with the official SDK. A collector that does not answer costs nothing but its spans. Further settings
 * (OTEL_EXPORTER_OTLP_HEADERS, …) are read by the SDK itself.
 */
export function openTracing({ endpoint, service }: TracingOptions): Tracing {
  const ids = openIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME || service }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) })],
  });
  const tracer = provider.getTracer('nextpanel');
  const active = new AsyncLocalStorage<Context>();

  const run = <Result>(span: Span, parent: Context, act: () => Promise<Result>): Promise<Result> =>
    active.run(trace.setSpan(parent, span), async () => {
      try {
        return await act();
      } catch (thrown) {
        const { code, message } = asNextpanelError(thrown);
        span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR, message });
        throw thrown;
      } finally {
        span.end();
      }
    });
  return {
    story({ story, name, attributes = {} }, act) {
      const parent = trace.setSpanContext(ROOT_CONTEXT, rootOf(story));
      return run(
        tracer.startSpan(name, { attributes: { ...attributes, 'nextpanel.story': story } }, parent),
        parent,
        act,
      );
    },
    submitted(story, startedAtMs, attributes) {
      ids.use(rootOf(story));
      const startTime = new Date(startedAtMs);
      tracer
        .startSpan('submit', { attributes: { ...attributes, 'nextpanel.story': story }, startTime }, ROOT_CONTEXT)
        .end();
      ids.use(null);
    },
    within(name, attributes: Attributes, act) {
      const parent = active.getStore();
      return parent === undefined ? act() : run(tracer.startSpan(name, { attributes }, parent), parent, act);
    },
    async [Symbol.asyncDispose]() {
      const late = new Promise((resolve) => setTimeout(resolve, flushMs).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

/** The ids of a story's trace and of its first span. */
function rootOf(story: string) {
  const hash = createHash('sha256').update(`trace of ${story}`).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48), traceFlags: TraceFlags.SAMPLED };
}

interface KnownIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** Random ones, but for a span whose ids are known before it begins. */
function openIds(): IdGenerator & { use(ids: KnownIds | null): void } {
  let known: KnownIds | null = null;
  return {
    use(ids) {
      known = ids;
    },
    generateTraceId: () => known?.traceId ?? randomBytes(16).toString('hex'),
    generateSpanId: () => known?.spanId ?? randomBytes(8).toString('hex'),
  };
}
