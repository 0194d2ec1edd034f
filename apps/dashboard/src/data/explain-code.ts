export interface CodeWords {
  /** What happened, in one or two sentences. */
  readonly meaning: string;
  /** What to do about it, or that there is nothing to do. */
  readonly remedy: string;
}

type Words = readonly [meaning: string, remedy: string];

const goesOn = 'Nothing to do: it goes on by itself.';
const triedAgain = 'It was tried again several times by itself. Resume when the provider is well again.';
const askAgain = 'Resume to ask for them again; what is asked for again is paid again.';

const explanations: Readonly<Record<string, Words>> = {
  // What a person decides.
  approval: [
    'The batches to be looked at first are drawn; the story waits for a yes.',
    'Look at the panels, then approve the story.',
  ],
  budget: [
    'The next batch may cost more than the budget of the story still allows.',
    'Raise the budget of the story, then resume it.',
  ],
  unknown_outcome: [
    'A request was cut off, and nobody knows whether it was drawn and paid.',
    'Resume to order it again. In the worst case it is paid twice.',
  ],
  moderation_blocked: [
    'The provider refused a panel by its content rules.',
    'Change the prompt or the character pictures of the panel, then resume.',
  ],
  content_filter: [
    'The content filter of the provider stopped a panel.',
    'Change the prompt or the character pictures of the panel, then resume.',
  ],

  // What the provider does not accept.
  invalid_request: [
    'The provider does not accept the request as it is; asking again would not help.',
    'Read what it said, change the panel or the settings of the story, then resume.',
  ],
  model_not_found: [
    'The provider does not know the model, or the key may not use it.',
    'Correct the model of the story or the rights of the key, then resume.',
  ],
  quota_exhausted: [
    'There is no credit left at the provider, so it was paused for everybody.',
    'Add credit there, then resume the provider.',
  ],
  wrong_credentials: [
    'The provider does not accept the key, so it was paused for everybody.',
    'Correct the key on the server and restart it: the new key lifts the pause.',
  ],
  forbidden: [
    'The key may not do this at the provider, so the provider was paused for everybody.',
    'See at the provider what the key may do, then resume the provider.',
  ],
  provider_paused: ['The provider is paused for everybody.', 'The story goes on when the provider is resumed.'],

  // What passes.
  rate_limited: ['The provider allows only so many pictures a minute, and that is used up for now.', goesOn],
  disk_full: [
    'There is no room left where pictures are stored.',
    'Free some space on the disk of the server; everything goes on by itself then.',
  ],
  server_error: ['The provider failed.', triedAgain],
  connection_lost: ['The connection to the provider broke off.', triedAgain],
  vendor_timeout: ['The provider did not answer in time.', triedAgain],
  bad_response: ['The provider answered with something that is no picture.', triedAgain],
  interrupted: ['The worker was stopped or lost its hold on the batch.', goesOn],
  frames_changed: ['A frame the batch was drawn from was changed meanwhile.', goesOn],
  cancelled: ['Somebody cancelled it.', 'Nothing to do. What was drawn is kept.'],

  // What came, and cannot be used.
  frames_missing: ['The provider sent fewer pictures than there are panels.', askAgain],
  picture_unreadable: ['A picture came that cannot be opened.', askAgain],
  picture_too_large: ['A picture came that is larger than is safe to open.', askAgain],
  contact_sheet_unreadable: [
    'The contact sheet could not be cut into its panels.',
    'Resume to ask for it again; it is paid again.',
  ],
  result_expired: [
    'The provider kept the pictures for a while only, and that time is over. They were paid.',
    'Resume to draw them again; they are paid again.',
  ],

  // What is stored here.
  frame_lost: [
    'The stored picture of a panel is missing or damaged.',
    'Restore the file from a backup, or resume to draw the panel again; it is paid again.',
  ],
  frame_missing: ['A panel of the sheet has no picture.', 'Resume the story; the panel is drawn first.'],
  reference_lost: [
    'A picture of a character is missing or damaged where pictures are stored.',
    'Restore the file or upload the same picture again, then resume.',
  ],
  artifact_missing: ['A stored file is missing.', 'Restore it from a backup, then resume.'],
  artifact_corrupt: ['A stored file is damaged; it was moved aside.', 'Restore it from a backup, then resume.'],
  sheet_failed: [
    'A sheet could not be composed from its panels.',
    'Read the detail, mend the cause, then resume. Nothing is paid again.',
  ],
  book_failed: [
    'A book could not be bound from its sheets.',
    'Read the detail, mend the cause, then resume. Nothing is paid again.',
  ],

  // What is wrong with the system itself.
  crash_loop: [
    'The worker that drew this batch died several times in a row.',
    'Look at the log of the worker, mend the cause, then resume.',
  ],
  crashed: ['The worker died while it drew the batch.', goesOn],
  unexpected: [
    'Something happened that nobody thought of.',
    'Look at the log of the worker, then resume. If it stays, report it.',
  ],
};

/** A code of ours in plain words: why something waits or failed, and what to do. Codes nobody explained yet say so. */
export function explainCode(code: string): CodeWords {
  const [meaning, remedy] = (Object.hasOwn(explanations, code) ? explanations[code] : undefined) ?? [
    `The reason is named “${code.replaceAll('_', ' ')}”.`,
    'Read the detail, mend the cause, then resume.',
  ];
  return { meaning, remedy };
}
