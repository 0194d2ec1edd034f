import type { AvailableReferences, EarlierPanel } from '../prompts/order-references.ts';

/** A frame of an earlier story. */
export interface EarlierFrame<Picture> {
  /** Permanent id of its panel there. */
  readonly panel: string;
  readonly picture: Picture;
}

/** What the first batch of a story continues from: frames of an earlier story, as they were at submit. */
export interface ContinuedStory<Picture> {
  /** Id of the earlier story; it may be gone since. */
  readonly story: string;
  readonly title: string;
  /** The first frame along its chain. */
  readonly anchor: EarlierFrame<Picture>;
  /** The frame of its last panel in reading order. */
  readonly lastFrame: EarlierFrame<Picture> & {
    /** Number of its panel. */
    readonly number: number;
    /** Id of its scene. */
    readonly scene?: string | undefined;
  };
}

/** The same with another thing for each picture. */
export function mapContinued<From, To>(
  { anchor, lastFrame, ...rest }: ContinuedStory<From>,
  map: (picture: From) => To,
): ContinuedStory<To> {
  return {
    ...rest,
    anchor: { ...anchor, picture: map(anchor.picture) },
    lastFrame: { ...lastFrame, picture: map(lastFrame.picture) },
  };
}

/** The frames that a first batch has: those of the story it continues, or none. */
export const referencesOfChapter = <Picture>(
  continued: ContinuedStory<Picture> | undefined,
): Pick<AvailableReferences<Picture>, 'anchor' | 'referenceFrame' | 'frameScene' | 'anchorFrom' | 'frameFrom'> =>
  continued === undefined
    ? { anchor: null, referenceFrame: null }
    : {
        anchor: continued.anchor.picture,
        referenceFrame: continued.lastFrame.picture,
        frameScene: continued.lastFrame.scene,
        anchorFrom: { story: continued.story, panel: continued.anchor.panel },
        frameFrom: { story: continued.story, panel: continued.lastFrame.panel },
      };

/** The name of an earlier story's frame where frames are shown by the id of their panel. */
export const nameEarlierFrame = ({ story, panel }: EarlierPanel): string => `${story}/${panel}`;
