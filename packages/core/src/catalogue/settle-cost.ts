import type { NextpanelError } from '../error.ts';
import type { MicroUsd } from '../money.ts';
import type { Model } from './model.ts';
import { priceRequest, type RequestToPrice, shareOf } from './price-request.ts';

/** Tokens a vendor says a request used; cached ones are not counted among the others. */
export interface Usage {
  readonly textIn: number;
  readonly cachedTextIn: number;
  readonly imageIn: number;
  readonly cachedImageIn: number;
  readonly imageOut: number;
  readonly textOut: number;
  /** Of the language model that called the image model. */
  readonly responses?: { readonly in: number; readonly cachedIn: number; readonly out: number };
}

/** Usage that came along with an error: a vendor says what it charges for a request it refused. */
export function reportedUsage({ detail }: Pick<NextpanelError, 'detail'>): Usage | null {
  const usage = detail.usage as Usage | null | undefined;
  return typeof usage?.imageOut === 'number' ? usage : null;
}

/**
 * What a request cost, in whole millionths of a dollar: by the vendor's usage where it bills tokens and reported them, otherwise
 * the expected price.
 *
 * @param frames how many frames came, when not as many as were asked for; a contact sheet is one picture or none
 */
export function settleCost(
  model: Model,
  request: RequestToPrice,
  { usage, frames = request.panels.length }: { readonly usage: Usage | null; readonly frames?: number },
): MicroUsd {
  const { price, responses } = model;
  if (price.by !== 'tokens' || usage === null) {
    const panels = request.method === 'contact-sheet' ? request.panels : request.panels.slice(0, frames);
    return priceRequest(model, { ...request, panels }).expected;
  }
  const { rates } = price;
  const own = usage.responses && responses ? usage.responses : { in: 0, cachedIn: 0, out: 0 };
  const spent =
    usage.textIn * rates.textIn +
    usage.cachedTextIn * rates.cachedTextIn +
    usage.imageIn * rates.imageIn +
    usage.cachedImageIn * rates.cachedImageIn +
    usage.imageOut * rates.imageOut +
    // Text without its own price is billed as the rest of the output.
    usage.textOut * (rates.textOut ?? rates.imageOut) +
    (responses
      ? own.in * responses.rates.in + own.cachedIn * responses.rates.cachedIn + own.out * responses.rates.out
      : 0);
  return Math.max(0, Math.ceil(spent * shareOf(request.method) - 1e-3));
}
