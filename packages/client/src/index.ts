export { ApiError, ServerUnreachable } from './api-error.ts';
export { type Client, type ClientOptions, createClient, type StoriesQuery, type StorySource } from './create-client.ts';
