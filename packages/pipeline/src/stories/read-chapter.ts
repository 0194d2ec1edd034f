import { type ChapterView, NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { readEarlier } from './read-earlier.ts';
import type { Scope } from './read-story.ts';

/** What the next chapter of a story takes over from it. Throws `not_found`. */
export async function readChapter(context: Pick<Context, 'state'>, scope: Scope): Promise<ChapterView> {
  const earlier = await readEarlier(context, scope);
  if (earlier === null) throw new NextpanelError('not_found', `there is no story ${scope.id.slice(0, 64)}`);
  const { story, title, cast, lastPanel, continued } = earlier;
  const sha256 = continued?.lastFrame.picture.sha256;
  return {
    story,
    title,
    lastPanel: {
      number: lastPanel,
      drawn: continued !== null,
      panelId: continued?.lastFrame.panel ?? null,
      frame: sha256 === undefined ? null : { sha256, url: `/v1/stories/${story}/pictures/${sha256}` },
    },
    cast: cast as ChapterView['cast'],
  };
}
