import { type ErrorTable, exitCodes } from './error-facts.ts';

/** What a request to the API can be answered with. */
export const requestErrors = {
  unparsable: {
    status: 400,
    title: 'The body cannot be read',
    remedy: 'Send valid JSON or YAML in UTF-8, with the matching Content-Type.',
  },
  bad_request: {
    status: 400,
    title: 'The request is malformed',
    remedy: 'Correct what the detail names. The OpenAPI document at /openapi.json describes every request.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not valid',
    remedy: 'Start the list again without a cursor.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid API key is required',
    remedy: 'Send a key as "Authorization: Bearer KEY"; on the command line use --api-key or NEXTPANEL_API_KEY.',
  },
  role_required: {
    status: 403,
    title: 'The key may not do this',
    remedy: 'Use a key with the role that the detail names. GET /v1/session says what a key may do.',
  },
  operator_key_required: {
    status: 403,
    title: "The operator's key is required",
    remedy: 'Use the key that NEXTPANEL_ADMIN_KEY has on the server. If it has none, set one and restart the API.',
  },
  host_not_allowed: {
    status: 403,
    title: 'The server does not accept this Host header',
    remedy: 'Use localhost or the IP address, or set NEXTPANEL_API_KEYS on the server.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The server does not accept requests from this origin',
    remedy:
      'Call the API from its own pages or from a program, not from a page of another site. Behind a reverse proxy, pass Host on as the browser sent it.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    remedy: 'Check the id or the number. GET /v1/stories lists the stories of your key.',
  },
  not_drawn: {
    status: 404,
    title: 'Not drawn yet',
    remedy: 'Wait until the story has drawn it. Follow its events to know when.',
  },
  not_bound: {
    status: 404,
    title: 'Not bound yet',
    remedy: 'Wait until the story is completed. A format must be listed in book.formats to be bound.',
  },
  partial_refused: {
    status: 409,
    title: 'No partial book in this format',
    remedy: 'Ask for pdf, cbz, epub or web.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not support the method',
    remedy: 'Use one of the methods in the Allow header.',
  },
  invalid_state: {
    status: 409,
    title: 'Not possible in the current state',
    remedy: 'Read the detail: it names the state. Wait, pause or resume the story, then try again.',
  },
  last_panel_undrawn: {
    status: 409,
    title: 'The last panel of the story to continue is not drawn yet',
    remedy: 'Wait until it is drawn, then submit again.',
  },
  original_language: {
    status: 409,
    title: 'The original is in this language',
    remedy: 'Edit the texts of the story itself, or name another language.',
  },
  keys_not_used: {
    status: 409,
    title: 'This server does not use keys',
    remedy: 'Set NEXTPANEL_ADMIN_KEY on the server and restart it; then create keys.',
  },
  asset_in_use: {
    status: 409,
    title: 'Stories have this picture',
    remedy: 'Delete the stories that the detail names first, or keep the picture.',
  },
  tenant_not_empty: {
    status: 409,
    title: 'The tenant still has stories',
    remedy: 'Delete its stories first.',
  },
  edit_conflict: {
    status: 409,
    title: 'Other changes came first',
    remedy: 'Nothing was changed. Read the story again, then repeat the change.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    remedy: 'Send it again. Large pictures need a faster connection, or must be made smaller.',
  },
  expectation_failed: {
    status: 417,
    title: 'The Expect header asks for something that is not supported',
    remedy: 'Leave the Expect header out, or send "Expect: 100-continue".',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers of the request are too large',
    remedy: 'Send fewer or shorter headers and cookies.',
  },
  too_large: {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send a smaller body. Upload pictures one by one to /v1/assets.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'This media type is not supported here',
    remedy: 'Send one of the media types the detail names.',
  },
  revision_mismatch: {
    status: 412,
    title: 'The story was changed since you read it',
    remedy: 'Nothing was changed. Read the story again, and repeat the change with its new revision in If-Match.',
  },
  range_not_satisfiable: {
    status: 416,
    title: 'The range is outside the file',
    remedy: 'Ask for a range within the size given in Content-Range.',
  },
  invalid: {
    status: 422,
    title: 'The request is not valid',
    remedy: 'Correct the places listed under errors; all of them are reported together.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    remedy: 'Use a new key for a new story or a new change.',
  },
  removed_since: {
    status: 410,
    title: 'What this Idempotency-Key made has been removed since',
    remedy: 'Send the request with a new key to make another one.',
  },
  unknown_asset: {
    status: 422,
    title: 'The asset does not exist',
    remedy: 'Upload the picture to /v1/assets first and use the id in the answer.',
  },
  unknown_story: {
    status: 422,
    title: 'The story to continue does not exist',
    remedy: 'Name a story of yours (nextpanel list), or remove `continues`.',
  },
  reference_unreadable: {
    status: 422,
    title: 'A reference picture cannot be read',
    remedy: 'Give a PNG, JPEG or WebP picture, by file or by a public https address.',
  },
  font_unreadable: {
    status: 422,
    title: 'A font cannot be used',
    remedy: 'Give one font as TTF or OTF.',
  },
  pictures_too_large: {
    status: 422,
    title: 'The reference pictures of the story are too large together',
    remedy: 'Use smaller pictures, or upload them one by one to /v1/assets and refer to their ids.',
  },
  tenant_stories: {
    status: 429,
    title: 'Your tenant has as many unfinished stories as it may',
    remedy:
      'Wait until one is finished, or pause or cancel one. The operator sets the limit: tenants set TENANT --stories N.',
  },
  script_not_adapted: {
    status: 409,
    title: 'The model did not adapt the script',
    remedy: 'Read the detail. Correct what it names, then run the command again, or POST /v1/scripts/{script}/retry.',
  },
  too_many_scripts: {
    status: 429,
    title: 'Your tenant has as many unfinished scripts as it may',
    remedy: 'Wait until some are done, or cancel some.',
  },
  too_many_pictures: {
    status: 429,
    title: 'Too many pictures are waiting to be read',
    remedy: 'Wait as long as Retry-After says, then ask again; ask for fewer pictures at once.',
  },
  reference_unreachable: {
    title: 'A reference picture cannot be downloaded',
    remedy: 'Check the address, or upload the picture to /v1/assets.',
  },
  reference_url_refused: {
    title: 'The address of a reference picture is not allowed',
    remedy: 'Use a public https address, or upload the picture to /v1/assets.',
  },
  unknown_model: {
    status: 422,
    stops: true,
    title: 'The model is not known',
    remedy: 'Choose a model that GET /v1/providers lists, or add it to the catalogue file of the server.',
  },
  unknown_recipe: {
    status: 409,
    stops: true,
    title: 'The story was composed by a newer version',
    remedy: 'Upgrade this process, or compose what is not drawn yet by the newest recipe: amend ID --recipe latest.',
  },
  retouch_unavailable: {
    status: 422,
    title: 'The model cannot change a picture',
    remedy: 'Retake the panel, or amend the story to another model.',
  },
  mask_unusable: {
    status: 422,
    title: 'The mask cannot be used',
    remedy: 'Draw it over the frame: transparent, or white on black, where the picture may change.',
  },
  method_unavailable: {
    status: 422,
    stops: true,
    title: 'The model does not support this method',
    remedy: 'Use render.method "panels", or choose another model.',
  },
  model_retired: {
    status: 422,
    title: 'The provider has shut this model down',
    remedy: 'Choose another model.',
  },
  model_cannot_chain: {
    status: 422,
    title: 'The model cannot continue from earlier panels',
    remedy: 'Choose a model that accepts reference pictures.',
  },
  quality_unsupported: {
    status: 422,
    stops: true,
    title: 'The model does not support this quality',
    remedy: 'Choose one of the qualities the detail names, or leave render.quality out.',
  },
  extra_unsupported: {
    status: 422,
    stops: true,
    title: 'The model takes no parameters of your own',
    remedy: 'Remove render.extra, or allow it for this model in the catalogue file: sends: {extra: true}.',
  },
  size_unsupported: {
    status: 422,
    stops: true,
    title: 'The model cannot draw this size',
    remedy: 'Choose one of the sizes the detail names, or leave render.size out.',
  },
  prompt_too_long: {
    status: 422,
    stops: true,
    title: 'A prompt is longer than the model accepts',
    remedy: 'Shorten the prompt of the panel, the style or the descriptions of the cast.',
  },
  provider_unavailable: {
    status: 422,
    // No key of that vendor is set where the server runs.
    exit: exitCodes.credentials,
    stops: true,
    title: 'The provider is not set up on this server',
    remedy: 'Set the key of the provider where API and workers run and restart them, or choose another provider.',
  },
  script_unsupported: {
    status: 422,
    title: 'A text is in a script that cannot be lettered',
    remedy: 'Let the model draw the text (`drawnBy: model`), or use a script of the list in docs/story-file.md.',
  },
  webhook_unsigned: {
    status: 400,
    title: 'The delivery is not signed',
    remedy: 'Only deliveries of fal or OpenAI with their signature headers are accepted.',
  },
  webhook_late: {
    status: 401,
    title: 'The delivery is too old',
    remedy: 'Check the clock of the server; the vendor sends the delivery again.',
  },
  webhook_forged: {
    status: 401,
    title: 'The signature is not valid',
    remedy:
      'Only deliveries signed by the vendor are accepted. Check that no proxy changes the body and, for OpenAI, `OPENAI_WEBHOOK_SECRET`.',
  },
  webhook_unreadable: {
    status: 422,
    title: 'The delivery cannot be read',
    remedy: 'Nothing to do: the vendor is asked for the request instead.',
  },
} as const satisfies ErrorTable;
