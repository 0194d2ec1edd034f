import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Need } from '@nextpanel/core';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Caller } from './access/caller.ts';

/** The Fastify instance, or a scope of it, that routes are added to. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether an error was logged already, or belongs to an episode that was. */
    isNoted: (thrown: unknown) => boolean;
  }
  interface FastifyRequest {
    /** Whose stories this request sees. Set by requireKey, so only in its scope. */
    tenant: string;
    /** Who asks. Set by requireKey, so only in its scope. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** Stays open for as long as the client likes: its duration says nothing. */
    longLived?: boolean;
    /** What the route needs, where it is no operation of the API. */
    need?: Need;
  }
}
