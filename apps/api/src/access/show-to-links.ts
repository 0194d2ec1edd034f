import { isForLinks, viewForLink } from '@nextpanel/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';

/** Whether the holder of a reviewer's link may ask this: of its own story, and only what is in the table of core. */
export const mayAskByLink = (
  { link }: Caller,
  { params, routeOptions }: Pick<FastifyRequest, 'params' | 'routeOptions'>,
): boolean =>
  link === null || (isForLinks(operationOf(routeOptions)) && (params as { readonly id?: unknown }).id === link.story);

/** A hook that shows the holder of a reviewer's link no more of an answer than the table of core names. */
export async function showToLinks(request: FastifyRequest, reply: FastifyReply, answer: unknown): Promise<unknown> {
  const operation = operationOf(request.routeOptions);
  if (!request.caller?.link || operation === undefined || reply.statusCode >= 400) return answer;
  // The serializer of the route demands every field.
  reply.serializer(JSON.stringify);
  return viewForLink(operation, answer);
}

const operationOf = (route: FastifyRequest['routeOptions']): string | undefined =>
  (route.schema as { readonly operationId?: string } | undefined)?.operationId;
