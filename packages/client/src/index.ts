export { ApiError, ServerUnreachable } from './api-error.ts';
export {
  type Client,
  type ClientOptions,
  type CostDays,
  createClient,
  type EditionSource,
  type StoriesQuery,
  type StorySource,
} from './create-client.ts';
export type { ChangesOptions } from './follow-changes.ts';
export type { EventOptions } from './follow-events.ts';
export type { AdaptOptions, ModelOptions } from './scripts.ts';
export type * from './types.ts';
export type { WaitOptions } from './wait-for-story.ts';
