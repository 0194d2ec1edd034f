import type { Client } from '@nextpanel/client';
import type { PanelSpec, StoryStatus } from '@nextpanel/core';

interface StoryOptions {
  /** Default: eight panels whose prompts contain the title. */
  readonly panels?: number | readonly (Pick<PanelSpec, 'prompt'> & Partial<PanelSpec>)[];
  readonly render?: object;
  /** Any other field of the story. */
  readonly more?: object;
}

/** Submits a small story; its style is its title, so that no other story's frames are recalled. Returns its id. */
export async function submitStory(
  client: Client,
  title: string,
  { panels = 8, render = {}, more = {} }: StoryOptions = {},
): Promise<string> {
  const list =
    typeof panels === 'number'
      ? Array.from({ length: panels }, (_, index) => ({ prompt: `${title}: the hare passes tree ${index + 1}` }))
      : panels;
  const json = {
    title,
    style: title,
    panels: list,
    render: { size: '256x256', ...render },
    book: { formats: ['pdf', 'cbz'] },
    ...more,
  };
  return (await client.submit({ json })).id;
}

/** Resolves when the story has, or had, the status after the event `after`. */
export async function untilStatus(client: Client, id: string, status: StoryStatus, after?: string): Promise<void> {
  for await (const event of client.events(id, { after })) {
    if (event.type === 'story.status' && event.status === status) return;
  }
}
