interface WarningFacts {
  readonly title: string;
  readonly remedy: string;
  /** Something of the story is left out, cropped, too small or there twice: with `--strict` the command line does not call it done. */
  readonly incomplete?: true;
}

/** What a story, an estimate or a sheet warns about. Nothing stops because of a warning. */
export const warningCatalogue = {
  model_unverified: {
    title: 'The model has not been tested with nextpanel',
    remedy: 'Draw a short story first.',
  },
  model_near_shutdown: {
    title: 'The provider shuts this model down soon',
    remedy: 'Choose a newer model for long stories.',
  },
  model_past_shutdown: {
    title: 'The announced shutdown date of the model has passed',
    remedy: 'Choose a newer model if requests fail.',
  },
  quality_ignored: { title: 'The model has no quality setting', remedy: 'Leave render.quality out.' },
  size_fitted: { title: 'The model draws another size', remedy: 'Choose a size of the model to avoid cropping.' },
  size_experimental: {
    title: 'The provider calls this size experimental',
    remedy: 'Choose a smaller size if it fails.',
  },
  contact_sheet_small: {
    title: 'The panels of the contact sheet are small',
    remedy: 'Use fewer panels per batch or the method "panels".',
    incomplete: true,
  },
  reference_weak: {
    title: 'A model learns little from a reference picture',
    remedy: 'Give a better one; the detail says what is wrong with it.',
  },
  references_left_out: {
    title: 'Some reference pictures do not fit into a request',
    remedy: 'Give fewer pictures per character, or choose a model that accepts more.',
    incomplete: true,
  },
  weight_ignored: {
    title: 'The layout ignores a wish for panels',
    remedy: 'Leave `weight`, `page` or `pause` out, or keep them for a layout that uses them.',
  },
  page_size_ignored: {
    title: 'The layout has no pages',
    remedy: 'Leave `book.page` out, or choose another layout.',
  },
  page_side_ignored: {
    title: 'A panel cannot start a page on the side it names',
    remedy: 'Use `page: new`, or add or remove panels before it.',
  },
  frames_cropped: {
    title: 'The layout crops frames',
    remedy: 'Use `render.size: auto`, or set the `focus` of the panels so that what matters stays.',
  },
  print_resolution: {
    title: 'Frames are small for print',
    remedy: 'Name a larger `render.size`, or choose a smaller page.',
  },
  cover_resolution: {
    title: 'The picture of the cover is small for print',
    remedy: 'Use a larger picture, or a cover with a `prompt`, which is drawn in the shape of the page.',
  },
  speaker_ignored: {
    title: 'A caption or sound effect names a speaker',
    remedy: 'Use the kind "speech" or "thought", or leave `speaker` out.',
  },
  character_unused: {
    title: 'A character is in no panel',
    remedy: 'List the character in the `characters` of each panel that shows it.',
  },
  cast_unused: {
    title: 'An outfit, location, prop or scene is in no panel',
    remedy: 'Name it in a scene, or in a panel, or remove it.',
  },
  plates_ignored: {
    title: 'No plates are drawn, or not as asked',
    remedy: 'List only what the story has without a picture in `plates.draw`, and a quality that the model knows.',
  },
  chain_ignored: {
    title: 'The chain has no scenes to follow',
    remedy: 'Add `scenes`, and name one in the first panel of each, or leave render.chain out.',
  },
  recoverable_ignored: {
    title: 'Requests to this model cannot be found again',
    remedy: 'Choose a model whose requests can be found again, or leave render.recoverable out.',
  },
  fallback_ignored: {
    title: 'The method needs no fallback',
    remedy: 'Leave render.fallback out, or choose another method.',
  },
  moderation_ignored: {
    title: 'The model has no setting for its content filter',
    remedy: 'Leave render.moderation out, or choose a model that lets you set it.',
  },
  seed_ignored: { title: 'The model takes no seed', remedy: 'Leave render.seed out.' },
  extra_ignored: {
    title: 'The storyboard ignores parameters of your own',
    remedy: 'Nothing to do: they are sent when the story is drawn by another provider.',
  },
  blocked_tries_ignored: {
    title: 'This provider never blocks a panel',
    remedy: 'Leave render.blockedTries out.',
  },
  same_name: {
    title: 'Two characters have the same name',
    remedy: 'Give each character a name of its own; prompts name characters by it.',
  },
  duplicate_story: {
    title: 'Another story is identical',
    remedy: 'Cancel one of them, if you do not want both.',
  },
  character_not_listed: {
    title: 'A panel names a character that it does not list',
    remedy:
      'Add the character to the `characters` of the panel if the picture shows it: its description and pictures are sent only then.',
  },
  provider_unavailable: {
    title: 'The provider is not set up on this server',
    remedy: 'Set the key of the provider before you submit the story.',
  },
  rate_limited_long: {
    title: 'The provider has refused every request for an hour because of its rate limit',
    remedy:
      'Check the limits of your account at the provider, and whether something else uses it. The story continues automatically.',
  },
  near_identical: {
    title: 'Two panels look almost the same',
    remedy: 'Retake one of them, or change its prompt.',
    incomplete: true,
  },
  looks_blank: {
    title: 'A frame shows a single colour',
    remedy:
      'Retake the panel, or change its prompt: many providers refuse so. If it is right, label the check as wrong.',
    incomplete: true,
  },
  looks_copied: {
    title: 'A frame shows the same as another frame, or as a picture that went along',
    remedy: 'Retake the panel, or change its prompt. If it is meant so, label the check as wrong.',
  },
  borders_inside: {
    title: 'A frame seems to be split into panels, or to have a border',
    remedy: 'Retake the panel, or change its prompt. If it is meant so, label the check as wrong.',
  },
  letters_inside: {
    title: 'There are letters in a frame where none were asked for',
    remedy:
      'Retake the panel, or change its prompt. If they are wanted, write `signs: true` for the panel, or label the check as wrong.',
  },
  unlike_scene: {
    title: 'A frame differs from the others of its scene in light, saturation or grain',
    remedy: 'Look at the panel. Retake it, or label the check as wrong.',
  },
  review_mismatch: {
    title: 'The review says that a panel does not match its description or its references',
    remedy: 'Look at the panel. Retake it or select another take, or label the check as wrong.',
  },
  not_reviewed: {
    title: 'A panel was not reviewed',
    remedy: 'Look at the panel yourself. The reason is beside it; the story continues.',
  },
  review_price_unknown: {
    title: 'What the review costs is not known',
    remedy:
      'Set NEXTPANEL_REVIEW_PRICE on the server. Until then the review counts as $0, and `review.maxUsd` cannot hold.',
  },
  review_ignored: {
    title: 'The review cannot have panels drawn again',
    remedy: 'Choose a model that draws single panels, or set `review.retakes: 0`.',
  },
  frame_size: {
    title: 'A frame has another size than was ordered',
    remedy: "Choose a size that the model draws, or correct the model's sizes in the catalogue file.",
  },
  frame_cropped: {
    title: 'A frame is cropped to fit its slot',
    remedy: 'Draw in the aspect ratio of the layout.',
    incomplete: true,
  },
  font_lacks_letters: {
    title: 'A font of your own lacks some letters',
    remedy: 'Bundled fonts set them. Or use another font.',
  },
  letters_missing: {
    title: 'Some letters are in none of the fonts and are left out',
    remedy: 'Replace these letters, or let the model draw the text (`drawnBy: model`).',
    incomplete: true,
  },
  lettering_small: {
    title: 'A panel is lettered smaller than the rest of the book',
    remedy: 'Shorten its texts, or spread them over more panels.',
    incomplete: true,
  },
  texts_untranslated: {
    title: 'Texts of an edition are not translated',
    remedy: 'Translate them and put the edition again. Until then they are set in the words of the original.',
    incomplete: true,
  },
  texts_outdated: {
    title: 'The original has changed since texts of an edition were translated',
    remedy: 'Translate them again, or confirm them. Until then they are set in the words of the original.',
    incomplete: true,
  },
  mouth_unchecked: {
    title: 'A mouth was placed in another take of the panel',
    remedy: 'Look at the panel and place the mouth again, even if it is right.',
  },
  balloon_covers: {
    title: 'A balloon covers a mouth or the focus of a panel',
    remedy: 'Place the balloon by hand (`balloon`), shorten the text, or give the panel more room.',
  },
  tail_missing: {
    title: 'A balloon has no tail',
    remedy:
      'Place its balloon by hand (`balloon`), say where the speaker stands (`at`), or spread the texts over more panels.',
  },
  placement_ignored: {
    title: 'A place of a balloon or a mouth has no effect',
    remedy: 'Leave `balloon` or `mouth` out: the model paints these words itself, or the text has no tail.',
  },
  text_invisible: {
    title: 'A text has no visible letter',
    remedy: 'Write its words, or remove it.',
    incomplete: true,
  },
  text_overflow: { title: 'A text does not fit into its panel', remedy: 'Shorten the text.', incomplete: true },
} as const satisfies Readonly<Record<string, WarningFacts>>;
export type WarningCode = keyof typeof warningCatalogue;

/** Whether a warning says that something of the story is left out, cropped, too small or there twice. */
export const isIncomplete = (code: string): boolean =>
  (Object.hasOwn(warningCatalogue, code) &&
    (warningCatalogue as Readonly<Record<string, WarningFacts>>)[code]?.incomplete) === true;
