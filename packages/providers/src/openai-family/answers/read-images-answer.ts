import type { Usage } from '@nextpanel/core';
import { z } from 'zod';
import { Base64Picture } from '../read-json.ts';
import { imageUsageSchema, usageOf } from '../read-usage.ts';
import type { Vendor } from '../vendor.ts';
import { vendorError } from '../vendor-error.ts';
import { errorInAnswer } from './error-in-answer.ts';
import { fieldsOf } from './fields-of.ts';
import { type AnsweredPicture, findPictures } from './find-pictures.ts';
import { findTask } from './find-task.ts';
import { isBlocked } from './is-blocked.ts';

export type ImagesAnswer =
  | {
      readonly kind: 'pictures';
      /** In their places; null where the answer has none. At most as many as were asked for, and at least one. */
      readonly pictures: readonly (AnsweredPicture | null)[];
      /** Indices of pictures that the server marked as blocked by its content rules. */
      readonly blocked: readonly number[];
      /** How many pictures the vendor drew, and charges, usable or not. */
      readonly drawn: number;
      readonly usage: Usage | null;
    }
  | { readonly kind: 'task'; readonly id: string };

/**
 * What an Images API answered. Fewer pictures than asked for are no error, none are. Throws what an error in an answer with
 * status 200 means, `bad_response` for a page or when every picture is missing, `nothing_drawn` when the vendor says so, and
 * `answer_not_understood` for anything else: that is never ordered again, since the same would come.
 *
 * @param answer what `readJson` read
 */
export function readImagesAnswer(answer: unknown, asked: number, vendor: Vendor): ImagesAnswer {
  const found = findPictures(answer);
  if (typeof answer === 'string' && found === null) throw page(answer, vendor);
  const pictures = found?.slice(0, asked) ?? [];
  const usage = imageUsageSchema.safeParse(fieldsOf(answer).usage).data;
  if (pictures.some((it) => it !== null)) {
    const blocked = pictures.flatMap((it, index) => (it?.blocked || isBlocked(answer, index) ? [index] : []));
    return { kind: 'pictures', pictures, blocked, drawn: pictures.length, usage: usage ? usageOf(usage) : null };
  }
  const error = errorInAnswer(answer, vendor);
  if (error !== null) throw error;
  const task = findTask(answer);
  if (task !== null && task.id !== null) return { kind: 'task', id: task.id };
  if (found === null) throw notUnderstood(answer, vendor);
  throw nothingDrawn(answer, vendor) ?? noPicture(vendor);
}

/** Paid, and nothing to keep. `words` are what came instead. */
export const noPicture = (vendor: Vendor, words = '') =>
  vendorError(vendor, 'bad_response', `${vendor.name} answered without a picture`, {
    words,
    fault: 'unusable',
    retryable: true,
    money: 'paid',
  });

const page = (text: string, vendor: Vendor) =>
  vendorError(vendor, 'bad_response', `a page or text came instead of ${vendor.name}'s answer`, {
    words:
      /<title[^>]*>([^<]+)/i.exec(text)?.[1]?.trim() ?? (text.trimStart().startsWith('<') ? '' : text.slice(0, 200)),
    fault: 'outage',
    retryable: true,
    // It is not the vendor's, so it does not say whether the vendor drew.
    money: 'possibly',
  });

/** An empty list with the vendor's word that it counted nothing, or with a reason. Null: it may have been charged all the same. */
function nothingDrawn(answer: unknown, vendor: Vendor) {
  const fields = fieldsOf(answer);
  const numbers = numbersIn(fields.usage);
  const free = numbers.length > 0 && numbers.every((count) => count === 0);
  const reason = [fields.message, fields.msg, fields.detail, fields.reason].find((it) => typeof it === 'string' && it);
  if (!free && reason === undefined) return null;
  const says = `${vendor.name} sent no picture${free ? ' and counted nothing' : ''}`;
  const words = typeof reason === 'string' ? reason : 'it does not say why; its log may';
  return vendorError(vendor, 'nothing_drawn', says, { words, fault: 'final', retryable: false, money: 'none' });
}

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : Object.values(fieldsOf(value)).flatMap(numbersIn);

function notUnderstood(answer: unknown, vendor: Vendor) {
  const says = `${vendor.name} answered with neither pictures nor the id of a task`;
  const shown = JSON.stringify(answer, (_name, value: unknown) => (value instanceof Base64Picture ? '(bytes)' : value));
  return vendorError(vendor, 'answer_not_understood', says, {
    words: (shown ?? 'nothing').slice(0, 300),
    fault: 'final',
    retryable: false,
    money: 'possibly',
  });
}

/** A member of a Responses answer that holds a picture. */
export const textOrPicture = z.union([z.string(), z.instanceof(Base64Picture)]).nullish();
