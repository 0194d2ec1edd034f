import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { facts } from './answers.ts';

/** The parameter of every tool that may cost money. */
export const acceptUsd = z
  .number()
  .min(0)
  .optional()
  .describe(
    'The most you accept to pay, in US dollars. Leave it out to see the price first: nothing happens then. Ask the user before you accept a price.',
  );

interface Price {
  readonly lowUsd: number;
  readonly expectedUsd: number;
  readonly highUsd: number;
}

/**
 * Does what costs money only when the highest price is accepted, and what is free at once. Otherwise answers with the price; nothing has
 * happened then. A price may change between the two calls: it is computed again, and the budget of the story is the hard limit.
 */
export async function onceAccepted(
  accepted: number | undefined,
  price: Price,
  about: object,
  act: () => Promise<CallToolResult>,
): Promise<CallToolResult> {
  const { lowUsd, expectedUsd, highUsd } = price;
  if (highUsd === 0 || (accepted !== undefined && accepted >= highUsd)) return act();
  const next = `Nothing was done yet. Show the user this price; if they agree, call again with acceptUsd: ${highUsd}.`;
  return facts({ ...about, price: { lowUsd, expectedUsd, highUsd }, next });
}
