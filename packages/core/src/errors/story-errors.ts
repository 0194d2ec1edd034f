import { type ErrorTable, exitCodes } from './error-facts.ts';

const automatic = 'Nothing to do: drawing continues automatically.';
const triedAgain = 'Several automatic retries failed. Resume the story when the provider works again.';
const askAgain = 'Resume the story to order them again. They will be charged again.';

/** What stops a story, or delays it, or ends an attempt or a request of it. */
export const storyErrors = {
  // Decisions.
  approval: {
    stops: true,
    title: 'The plates or the first batches are drawn and need your approval',
    brief: 'waiting for your approval',
    remedy: 'Look at the plates or panels, then approve the story.',
  },
  check_found: {
    stops: true,
    title: 'A check that stops the story found something in its frames',
    brief: 'a check found something',
    remedy:
      'Look at the panels that the detail names. Retake them, select other takes, or leave them as they are; then resume the story.',
  },
  budget: {
    stops: true,
    title: 'The next batch could exceed the budget of the story',
    brief: 'budget reached',
    remedy: 'Raise the budget of the story, then resume it.',
  },
  tenant_limit: {
    stops: true,
    title: 'The next batch needs more than your tenant may use in a day',
    brief: 'more than a daily limit allows',
    remedy:
      'Ask the operator for a higher limit (tenants set TENANT --usd-per-day N, --images-per-day N), or choose a cheaper quality or smaller batches. Then resume the story.',
  },
  tenant_budget: {
    passes: true,
    title: 'Your tenant has used up its dollars of this day',
    brief: 'daily budget of the tenant used up',
    remedy:
      'Nothing to do: drawing continues when the next day begins (UTC). To continue now, the operator raises the limit: tenants set TENANT --usd-per-day N; then resume the story.',
  },
  tenant_busy: {
    passes: true,
    title: 'Your tenant has as many pictures under way as it may have',
    brief: 'pictures of other stories under way',
    remedy:
      'Nothing to do: drawing continues when some of them are drawn. The operator raises the limit: tenants set TENANT --concurrent-images N.',
  },
  tenant_images: {
    passes: true,
    title: 'Your tenant has used up its pictures of this day',
    brief: 'pictures of this day used up',
    remedy:
      'Nothing to do: drawing continues when the next day begins (UTC). To continue now, the operator raises the limit: tenants set TENANT --images-per-day N; then resume the story.',
  },
  unknown_outcome: {
    stops: true,
    title: 'The connection broke during a request, so it is unknown whether the picture was drawn and charged',
    brief: 'a request with unknown outcome',
    remedy: 'Check your account at the provider. Resume the story to order it again; you may be charged twice.',
  },
  moderation_blocked: {
    stops: true,
    title: 'The provider refused a picture because of its content rules',
    brief: 'refused by content rules',
    remedy:
      'Reword the prompt of the panel or change its reference pictures, and the story will continue. For a plate, upload a picture of your own.',
  },

  // What the provider does not accept.
  invalid_request: {
    stops: true,
    title: 'The provider rejected the request as invalid, and repeating it would not help',
    remedy: "Read the provider's message, correct the setting or the panel that it names, then resume.",
  },
  edits_unsupported: {
    stops: true,
    title: 'The server or deployment cannot draw from reference pictures',
    brief: 'no edits at this server',
    remedy:
      "Choose a model that edits pictures, or correct the base URL or the API version. For a server that has none, set the model's `maxReferences` to 0 in the catalogue file. Then resume.",
  },
  nothing_drawn: {
    stops: true,
    title: 'The provider drew nothing and charged nothing',
    brief: 'nothing was drawn',
    remedy: 'Find out the cause from the detail, the log of the server, or its operator. Then resume the story.',
  },
  answer_not_understood: {
    stops: true,
    title: 'The provider answered in an unknown format, so nothing more was ordered',
    brief: 'an answer that is not understood',
    remedy: "Read the detail. Correct the base URL, or the model's `sends` in the catalogue file, then resume.",
  },
  picture_unreachable: {
    stops: true,
    title: 'The provider drew a picture that cannot be fetched with the present settings',
    brief: 'a paid picture is out of reach',
    remedy: 'Correct the setting that the detail names, then resume: the picture is fetched and not bought again.',
  },
  model_not_found: {
    stops: true,
    title: 'The provider does not know the model, or the key may not use it',
    remedy: 'Change the model of the story or the permissions of the key, then resume.',
  },
  unknown_vendor_id: {
    stops: true,
    title: 'A request cannot be looked up at the provider under its stored id',
    remedy: 'Check your account at the provider, then resume the story to order it again; you may be charged twice.',
  },
  quota_exhausted: {
    stops: true,
    pausesProvider: true,
    title: 'The account at the provider has no credit left, so the provider is paused for all stories',
    remedy: 'Add credit at the provider, then resume the provider.',
  },
  wrong_credentials: {
    stops: true,
    pausesProvider: true,
    title: 'The provider does not accept the key, so it is paused for all stories',
    remedy: 'Correct the key on the server and restart it. The new key lifts the pause.',
  },
  forbidden: {
    stops: true,
    pausesProvider: true,
    title: 'The key has no permission for this at the provider, so the provider is paused for all stories',
    remedy: 'Check at the provider what the key may do, then resume the provider.',
  },
  provider_paused: {
    passes: true,
    exit: exitCodes.credentials,
    title: 'The provider is paused for all stories',
    brief: 'provider paused',
    remedy: 'Fix the reason for the pause, then resume the provider. The story continues automatically.',
  },

  // What passes.
  provider_down: {
    passes: true,
    title: 'The provider is down for everyone',
    brief: 'the provider is failing',
    remedy:
      'Nothing to do: the provider is tried again with growing waits of up to five minutes, and drawing continues automatically. Nothing is ordered and no attempt is used up meanwhile.',
  },
  model_busy: {
    passes: true,
    title: 'The limit of the model is used up by other requests',
    brief: 'in line for the model',
    remedy:
      'Nothing to do: the story continues as soon as other requests finish. Set the limits of models in the catalogue file of the server.',
  },
  rate_limited: {
    stops: true,
    passes: true,
    title: 'The rate limit of the provider is exceeded',
    brief: 'rate limit reached',
    remedy: 'Nothing to do: drawing continues automatically, at a lower rate that rises again.',
  },
  vendor_batch: {
    passes: true,
    title: 'The provider draws this batch within 24 hours, at half the price',
    brief: 'being drawn at half the price, up to 24 h',
    remedy: automatic,
  },
  server_error: { stops: true, passes: true, title: 'The provider had an internal error', remedy: triedAgain },
  connection_lost: { stops: true, passes: true, title: 'The connection to the provider broke', remedy: triedAgain },
  vendor_timeout: { stops: true, passes: true, title: 'The provider did not answer in time', remedy: triedAgain },
  bad_response: {
    stops: true,
    passes: true,
    title: 'The provider sent an answer that cannot be understood',
    remedy: triedAgain,
  },
  lookup: {
    passes: true,
    title: 'The answer to a request was lost, and the provider is asked whether it arrived',
    brief: 'looking for a lost request',
    remedy: 'Nothing to do: it is fetched when it is found, and ordered again when it never arrived.',
  },
  never_arrived: {
    passes: true,
    title: 'The request never arrived at the provider',
    remedy: 'Nothing to do: it cost nothing and is ordered again.',
  },
  settled_by_user: {
    passes: true,
    title: 'A user settled what the request cost',
    remedy: 'Nothing to do. If the provider reports the picture later, it is fetched and its real cost counts.',
  },
  interrupted: { passes: true, title: 'The worker was stopped, or lost its lock on the story', remedy: automatic },
  frames_changed: { passes: true, title: 'A reference frame changed while the batch started', remedy: automatic },
  crashed: { passes: true, title: 'The worker died while it drew the batch', remedy: automatic },
  cancelled: { passes: true, title: 'The story was cancelled', remedy: 'Nothing to do. Everything drawn is kept.' },
  superseded: {
    passes: true,
    title: 'The story no longer needs this request, and its outcome is unknown',
    remedy: 'Nothing to do. It is counted as possibly paid.',
  },
  deleted: {
    passes: true,
    title: 'The story was deleted while this request was at the provider',
    remedy: 'Nothing to do. It is counted as possibly paid.',
  },

  // Unusable answers.
  frame_blank: {
    stops: true,
    title: 'The provider sent a picture of one colour, or the picture of another panel, instead of this one',
    brief: 'a blank picture came',
    remedy:
      'Most providers refuse so. Change the prompt of the panel or its reference pictures. If the picture is right, select it among the takes of the panel.',
  },
  frame_too_small: {
    stops: true,
    passes: true,
    title: 'The provider sent a picture of less than half the size that was ordered',
    brief: 'a picture is too small',
    remedy: "Choose a size that the model draws, or correct the model's sizes in the catalogue file, then resume.",
  },
  frames_missing: {
    stops: true,
    passes: true,
    title: 'The provider sent fewer pictures than panels were ordered',
    remedy: askAgain,
  },
  picture_unreadable: {
    status: 422,
    stops: true,
    passes: true,
    title: 'The picture cannot be decoded',
    remedy: 'Upload another file. If the provider sent it, resume the story to order it again; it is charged again.',
  },
  picture_too_narrow: {
    status: 422,
    stops: true,
    passes: true,
    title: 'The picture is too long and narrow to be used',
    remedy: 'Cut the picture and upload it again. If the provider sent it, choose another size or model, then resume.',
  },
  picture_too_large: {
    status: 422,
    stops: true,
    passes: true,
    title: 'The picture is too large to decode safely',
    remedy: 'Upload a smaller file. If the provider sent it, choose a smaller size or another model, then resume.',
  },
  contact_sheet_unreadable: {
    stops: true,
    title: 'The contact sheet could not be cut into its panels',
    remedy: 'Resume the story to order it again; it is charged again. Or change the method to "panels".',
  },
  result_expired: {
    stops: true,
    title: 'The provider has deleted the pictures, although they were charged',
    remedy: 'Resume the story to draw them again. They will be charged again.',
  },

  // Stored files.
  frame_lost: {
    stops: true,
    passes: true,
    title: 'The stored picture of a panel is missing or damaged',
    brief: 'stored picture lost',
    remedy: 'Restore the file from a backup, or resume the story to draw the panel again; it is charged again.',
  },
  frame_missing: {
    title: 'A panel of the sheet has no picture',
    remedy: 'Resume the story; the panel is drawn first.',
  },
  reference_lost: {
    stops: true,
    title: 'A stored reference picture is missing or damaged',
    remedy: 'Restore the file or upload the same picture again, then resume.',
  },
  artifact_missing: {
    stops: true,
    title: 'A stored file is missing',
    remedy: 'Restore it from a backup, then resume.',
  },
  artifact_corrupt: {
    stops: true,
    title: 'A stored file is damaged and was moved aside',
    remedy: 'Restore it from a backup, then resume.',
  },
  sheet_failed: {
    stops: true,
    title: 'A sheet could not be composed from its panels',
    remedy: 'Read the detail and fix the cause, then resume. Nothing is charged again.',
  },
  book_failed: {
    stops: true,
    title: 'A book could not be bound from its sheets',
    remedy: 'Read the detail and fix the cause, then resume. Nothing is charged again.',
  },
  no_sheets: {
    title: 'A book needs at least one sheet',
    remedy: 'Resume the story; its sheets are composed first.',
  },
  format_unknown: {
    title: 'The book format is not known',
    remedy: 'Choose one of the formats the detail names.',
  },

  // The system itself.
  crash_loop: {
    stops: true,
    title: 'The worker that drew this batch died several times in a row',
    remedy: 'Look at the log of the worker and fix the cause, then resume.',
  },
} as const satisfies ErrorTable;
