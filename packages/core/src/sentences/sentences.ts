/**
 * The sentences in which the system speaks of stories, scripts and books, by code. Programs get them in English; the dashboard finds
 * code and values of one again with `readSentence` and says the same in its own language.
 *
 * `{…}` is a value. One called `said` is a sentence itself, or several with `; ` between them, or words of a provider. `both` is a list
 * with ` and ` between its members, `kind` a word of `sentenceWords`, and `what` the label of a format. Any other value stays as it is in every language.
 */
export const sentences = {
  // The model.
  'model.past_shutdown': '"{model}" was to be shut down on {date} and may not answer; use "{other}" instead',
  'model.near_shutdown.day':
    '"{model}" will be shut down on {date}, in 1 day; what is not drawn by then needs another model: use "{other}" instead',
  'model.near_shutdown.days':
    '"{model}" will be shut down on {date}, in {days} days; what is not drawn by then needs another model: use "{other}" instead',
  'model.no_quality': '"{model}" has no levels of quality; "{quality}" is not sent',
  'model.small_cells': '"{model}" draws sheets whose cells have {cell} pixels; frames of {size} are enlarged from that',
  'model.own_pixels': '"{model}" chooses the pixels itself: about {pixels} ({ratio}, {resolution}) for {size}',
  'model.experimental': 'frames of more than {pixels} pixels are experimental at "{model}"',
  'model.unverified': 'not everything known of "{model}" is published by its vendor',
  'model.unverified.why': 'not everything known of "{model}" is published by its vendor: {said}',
  'model.takes':
    '"{model}" takes {most} pictures at once: some pictures of the cast, location, props or style are left out at panel {panels}',
  'model.not_found_again':
    'requests to "{model}" cannot be found again after a crash, so `render.recoverable` is ignored',
  'model.no_moderation': '"{model}" has no such setting, so `render.moderation` is not sent',
  'model.no_seed': '"{model}" takes no seed, so `render.seed` is not sent',
  'model.no_single':
    '"{model}" draws no single panels, so `review.retakes` is ignored: panels that do not match are marked',
  'model.no_plate_quality': '"{model}" knows no quality "{quality}", so its plates are drawn as the panels are',
  'method.draws_singly': 'method "{method}" draws each panel separately, so `render.fallback` is ignored',
  'storyboard.no_parameters': 'the storyboard takes no parameters, so `render.extra` is not sent',
  'storyboard.blocks_nothing': 'the storyboard blocks nothing, so `render.blockedTries` is ignored',
  'provider.not_set_up':
    'provider "{provider}" is not set up here: set {both} where the server runs, or use one of: {providers}',
  'review.not_set_up':
    'no server for reviews is set up here: set NEXTPANEL_REVIEW_BASE_URL, and NEXTPANEL_REVIEW_API_KEY if it needs a key, where the server runs, or leave `review` out',
  'review.no_price':
    'what "{model}" charges is not known here, so the review counts as $0 in the estimate, the budget and the ledger',

  // What is not certain of a model of the catalogue.
  'note.azure': "priced as at OpenAI; Azure's own prices and retirement dates were not read",
  'note.azure_1_5': "its prices are gpt-image-1.5's; Azure's own prices and retirement dates were not read",
  'note.quoted': 'its rates and tokens are quoted from OpenAI by third parties',
  'note.tokens_assumed': 'its rates are published, the tokens of a frame are assumed to be those of 2.5',
  'note.references_measured': 'what a reference costs was measured by third parties',
  'note.rates_not_read': 'its prices by frame are published, its rates by token were not read again',
  'note.as_1_5': 'priced as gpt-image-1.5',
  'note.from_memory': 'its price is from memory',
  'note.own_server':
    'nothing is known of this server: its frames count as free, two references go along with each; say more in the catalogue file',
  'note.fal': 'priced as at OpenAI; its schema, prices and images per call on fal were not found',
  'note.fal_text': 'text to image only; its prices are old and from third parties',
  'note.fal_four': 'images per call are assumed to end at 4',
  'note.fal_assumed':
    'how many references it takes, how large they may be and how long a prompt may be are from third parties or assumed',
  'note.fal_outpainting':
    'its price is read on the page of its outpainting; how many references it takes is that of Black Forest Labs; how long a prompt may be is assumed',
  'note.fal_inferred': 'its endpoints are inferred from those of gpt-image-2.6-flare; priced as at OpenAI',
  'note.fal_rounded': "its price is OpenAI's, rounded up; that it ends with OpenAI's is inferred",

  // What a story asks for without effect.
  'layout.same_room': 'layout "grid" gives all panels the same room, so `weight` is ignored at panel {panels}',
  'layout.fills': 'layout "grid" fills its pages one after another, so `page` is ignored at panel {panels}',
  'layout.no_pages': 'layout "webtoon" has no pages, so `page` is ignored at panel {panels}',
  'layout.no_pauses': 'only layout "webtoon" has pauses, so `pause` is ignored at panel {panels}',
  'layout.strip': 'layout "webtoon" is a strip without pages, so `book.page` is ignored',
  'speaker.silent':
    'captions, narration and sound effects have no tail, so their `speaker` is ignored at panel {panels}',
  'place.without_effect':
    'words that the model paints, and narration below a picture, are not placed, and only speech and thoughts have tails, so `balloon` or `mouth` is ignored at panel {panels}',
  'text.invisible': 'a text consists of spaces or invisible characters only, so it is left out at panel {panels}',
  'characters.unused': 'no panel lists {names} in its `characters`, so the description and the pictures are not sent',
  'cast.unused.one': 'no panel comes to {name}, so what the story says of it is not sent',
  'cast.unused.several': 'no panel comes to {names}, so what the story says of them is not sent',
  'plates.idle.one': '`plates.draw` lists {kind}, and there is nothing of it without a picture that a panel needs',
  'plates.idle.several':
    '`plates.draw` lists {kinds}, and there is nothing of them without a picture that a panel needs',
  'plates.none': 'no plate is drawn, so `plates.approve` is ignored',
  'chain.no_scenes':
    'the story has no `scenes`, so `render.chain: scene` is ignored: every panel continues from the last frame of the batch before',

  // Names.
  'names.two': '{both} are both called {name}: prompts cannot tell them apart',
  'names.two.together':
    '{both} are both called {name}, and panel {panels} shows more than one of them: prompts cannot tell them apart',
  'names.more': '{both} are all called {name}: prompts cannot tell them apart',
  'names.more.together':
    '{both} are all called {name}, and panel {panels} shows more than one of them: prompts cannot tell them apart',
  'names.not_listed': 'prompts name characters that their panels do not list: {said}',
  'names.not_listed.more': 'prompts name characters that their panels do not list: {said}, and {more} more names',
  'names.in_panel': 'panel {panels} "{name}"',

  // Pictures of the cast.
  'picture.one': 'a picture of {name}: {said}',
  'picture.several': 'pictures of {names}: {said}',
  'picture.small': 'less than {pixels} pixels on a side, so a model sees little of a face',
  'picture.blurred': 'no sharp edge, as when out of focus or enlarged',
  'picture.clear': 'almost all transparent',
  'picture.twice': '{name} has the same picture {times} times; it is sent once',
  'picture.shared': '{both} have the same picture, so a model cannot tell them apart',

  // Pages and print.
  'pages.other_side':
    'the pages before panel {panels} cannot be one more or one fewer, so it starts a page on the other side',
  'pages.crop': '{said} slots crop up to {share} of the frames of panel {panels}',
  'pages.coarse': '{said} the frames of panel {panels} print at {dpi} dots per inch; print looks sharp from {sharp}',
  'pages.coarse.range':
    '{said} the frames of panel {panels} print at {least} to {most} dots per inch; print looks sharp from {sharp}',
  'pages.webtoon': 'in the webtoon',
  'pages.of': 'on pages of {page}',
  'pages.layout': 'on pages of layout {layout}',
  'pages.layout.books': 'on pages of layout {layout} ({books})',
  'pages.of.books': 'on pages of {page} ({books})',
  'cover.coarse':
    'The cover has {dpi} dots per inch in print, of the {least} that printers ask for: its picture is {size} pixels; {said}.',
  'cover.no_larger': 'the model draws no larger ones',
  'cover.by_prompt': 'a cover with a `prompt` is drawn as large as the model can',

  // Letters.
  'letters.missing': 'no font has “{letter}” ({code}); it is left out in {said}',
  'letters.lacking': '{both} lacks {letters}; a bundled font has them, in {said}',
  'letters.lacking.more': '{both} lacks {letters} and {more} more letters; a bundled font has them, in {said}',
  'panels.named': 'panel {panels}',
  'panels.named.more': 'panel {panels} and {more} more',
  'sheet.crop': 'The frame of panel {panel} differs from its slot in aspect: {share} of it is cropped.',
  'sheet.small':
    'The texts of panel {panel} do not fit in the usual size, so they are lettered smaller. Shorten them or spread them over more panels.',
  'sheet.left_out':
    'A {kind} in panel {panel} does not fit in readable letters and is left out: “{text}”. Shorten the texts or spread them over more panels.',
  'sheet.left_out.of':
    'A {kind} of {name} in panel {panel} does not fit in readable letters and is left out: “{text}”. Shorten the texts or spread them over more panels.',
  'sheet.narration_left_out':
    'The narration of panel {panel} does not fit below its picture in readable letters and is left out. Shorten it or spread it over more panels.',
  'sheet.covers':
    'A balloon in panel {panel} covers {both}. Shorten the texts, place the balloon by hand, or give the panel more room.',
  'sheet.covered.mouth': 'the place where the mouth of {name} is expected',
  'sheet.covered.focus': 'its focus',
  'sheet.no_tail':
    'A balloon of {both} in panel {panel} has no tail: every way to the speaker crosses a balloon or another tail. Spread the texts over more panels, or place the balloon by hand.',
  'sheet.letters_missing': 'A {kind} in panel {panel} has letters that no font contains: {letters}. They are left out.',
  'sheet.letters_lacking':
    'A {kind} in panel {panel} has letters that {both} lacks: {letters}. A bundled font has them.',
  'sheet.mouth':
    'The mouth of {name} in panel {panel} was placed in another take. Check where the tail leads, and place it again.',
  'sheet.alike': 'Panel {panel} looks like panel {other}. Retake it, or change its prompt.',
  'frame.size': 'the provider drew {size} where {ordered} was ordered',
  'in.book': 'In {book}: {said}',
  'in.panel': 'panel {panel}: {said}',
  'edition.untranslated': '{some} of {total} texts are not translated; they are set in the words of the original',
  'edition.outdated': 'the original of {some} of {total} texts has changed since; they are set in its new words',

  // A story among others.
  'story.same.paid':
    'the same story was already submitted: {story}; it costs about {price} again, less what the first one has drawn by then; cancel this one if you do not want both',
  'story.same.free': 'the same story was already submitted: {story}; drawing it again costs nothing',

  // What a story waits for.
  'wait.refused': 'since {time} the provider has refused every request',
  'wait.refused.why': 'since {time} the provider has refused every request: {said}',
  'wait.denied': 'the vendor says that it does not have a picture it accepted; it is asked again for a minute',
  'wait.restored': 'the installation was restored; the vendor is asked for what was drawn since the backup',
  'wait.batch': 'the provider draws this batch at half the price: within 24 hours, and often sooner',
  'wait.batch_full':
    "the provider's queue of batches is full, so this one is sent again later; nothing was charged: {said}",
  'wait.listed':
    "the answer to an order was lost; it is looked for in the provider's list, and sent again only if it is not there",
  'wait.lookup':
    'the answer to a request was lost; the vendor is asked whether it arrived before anything is ordered again',
  'wait.lookup.panels':
    'the answer to a request for panel {panels} was lost; the vendor is asked whether it arrived before anything is ordered again',
  'wait.failing': '{provider} has been failing since {time} UTC',
  'wait.failing.why': '{provider} has been failing since {time} UTC ({said})',
  'wait.not_asked': 'the provider could not be asked: {said}',

  // What checks found.
  'check.contrast': 'the lightest and the darkest spot differ by {levels} of 255 levels',
  'check.same_as': 'shows the same as {said} ({levels} of 255 levels apart)',
  'check.other.last': 'the last frame of the batch before',
  'check.other.first': 'the first frame of the story',
  'check.other.sent': 'the picture of {name} that went along',
  'check.other.role': 'the picture of the {role} that went along',
  'check.like': 'is most like {said} ({levels} of 255 levels apart)',
  'check.split': 'a straight line parts the picture, as between panels',
  'check.frame': 'there is a border around the picture',
  'check.no_border': 'no line parts the picture, and there is no border around it',
  'check.unlike': '{kind} than the other frames of its scene ({quality} {value}, usually {usual})',
  'check.much_like': 'much like the other frames of its scene ({quality} {value}, usually {usual})',
  'check.no_letters': 'there are no letters in it',
  'check.marks': 'there are marks like letters in it',
  'check.letters': 'there are letters in it: “{words}”',
  'stop.found': 'panel {panel} ({check}): {said}',
  'stop.picture': 'the picture of {name} (review): {said}',
  'review.matches': 'matches its description and references',
  'review.not_retaken': 'not retaken: {said}',
  'review.not_compared': 'retaken once, and not compared: {said}',
  'review.better': 'retaken once, and the retake is better',
  'review.no_better': 'retaken once, and the retake is no better',
  'review.retake': 'a corrective retake',
  'review.retake.no_better': 'a corrective retake, no better than the frame before',
  'review.no_answer': 'no answer',
  'review.not': 'not reviewed: {said}',
  'review.declined': 'the judge declines: {words}',
  'review.cut': "the judge's answer was cut at the model's limit",
  'review.unusable': "the judge's answer cannot be used ({words}), nor could the one before",
  'review.unusable.again': "the judge's answer cannot be used ({words}); asked once more: {said}",
  'review.too_slow': 'the review took too long',
  'review.too_long': 'the prompt of a retake would be too long',
  'review.not_prepared': 'it could not be prepared',
  'review.no_frame': 'it yielded no frame',
  'review.no_frame_before': 'a retake was ordered before, and yielded no frame',
  'review.own_picture': 'pictures of your own are not drawn again',
  'review.own_retake': 'a retake that you asked for is not drawn again',
  'review.no_single': 'the model draws no single panels',
  'review.followed': 'other frames of its batch continue from it',
  'review.too_little':
    'a retake for up to {price} would leave too little of the budget for what is not drawn yet ({undrawn})',
  'review.server_gone': 'no server for reviews is set up here any more',
  'review.silent': 'the judge said nothing about it',
  'review.lost': 'the answer of the judge was lost, and asking again might be paid twice',
  'review.slow': 'the review took longer than {seconds} s',
  'review.story_budget': 'it could take the story to {needed}, over its budget of {budget}',
  'review.budget': 'reviews could take {needed}, more than the {limit} of review.maxUsd',
  'review.tenant': 'the daily limit of your tenant is used up',

  // Why a picture went along with a request, or did not.
  'sent.present': 'in the panel',
  'sent.wears': 'in the panel, wears {outfit}',
  'sent.other_outfit': 'there is no picture of it in {outfit}',
  'sent.beside': 'side by side, since {said}',
  'sent.full.one': '"{model}" is given 1 picture at most',
  'sent.full': '"{model}" is given {most} pictures at most',
  'sent.place': 'where the scene takes place',
  'sent.prop': 'in the scene',
  'sent.style': 'the style',
  'sent.anchor': "the story's first frame",
  'sent.last': 'the last frame before',
  'sent.first_of': 'the first frame of story {story}, which this one continues',
  'sent.last_of': 'the last frame of story {story}, which this one continues',
  'sent.people_only': '{said}, for people and drawing only: the scene is another',
  'sent.from': 'the frame of panel {panel}, from which the panel continues',
  'sent.named': 'named by the panel',
  'sent.plate': 'the plate of {name} that is retouched',
  'sent.retouched': 'the frame of panel {name} that is retouched',
  'sent.undressed': 'the character without the outfit',
  'sent.right.one': 'a corrective retake: {both} looks right in it',
  'sent.right.several': 'a corrective retake: {both} look right in it',
  'sent.taken_at': 'sent at {size}, as much as the model takes',
  'sent.seen_at': 'sent at {size}, as much as the model sees',
  'sent.as_png': 'sent as a PNG, since the model does not read {format}',
  'sent.also': 'the same picture is {both}',
  'left.none': 'the panel says references: none',
  'left.continues_none': 'the panel says continuesFrom: none',
  'left.no_frame': 'the panel continues from panel {panel}, which has no frame',
  'left.continues': 'the panel continues from panel {panel}',
  'left.new_scene': 'a new scene starts from its location',
  'left.wears': '{character} wears {outfit} here',
  'left.no_picture': 'there is no picture of it',
  'left.not_named': 'the panel does not name it in references',

  // Scripts.
  'gap.title': 'the script names no title',
  'gap.looks': 'how {name} looks',
  'gap.looks.model': "how {name} looks: the model's suggestion",
  'gap.place': 'what {place} looks like',
  'gap.place.model': "what {place} looks like: the model's suggestion",
  'gap.picture': 'what the picture shows',
  'gap.speaker': 'who says it',
  'script.not_divided': 'sentences {from} to {to} were not divided into scenes: {said}',
  'script.without_model': 'sentences {from} to {to} became panels without the model: {said}',
  'script.cut': 'the answer was cut at the limit of the model',
  'script.declined': 'the model declines: {words}',
  'script.unusable': 'its answers cannot be used ({words})',
  'script.nothing': 'its answers cannot be used (nothing came)',
  'script.budget': 'the next question could take the script to {needed}, over its limit of {limit}',
  'script.server_gone': 'the server it was sent for is not set up here any more: NEXTPANEL_SCRIPT_BASE_URL',
  'script.lost':
    '{answers} answers to one question were lost, and each may have been paid. The last one: {said}. A retry asks once more',
  'script.answer_lost': 'its answer was lost',
  'script.slow': 'it took too long',

  // Before a book is published.
  'publish.not_drawn.one': 'panel {panels} is not drawn yet',
  'publish.not_drawn.several': 'panels {panels} are not drawn yet',
  'publish.not_made': '{what} is not made; ask for it with: {command}',
  'publish.cancelled': '{what} is not bound, since the story was cancelled; continue with a copy: copy ID',
  'publish.not_bound': '{what} is not bound yet; wait until the story is completed',
  'publish.no_cover':
    'the cover is a file of its own, which is not made: a story with book.cover on pages of kdp-6x9 or square has it as print-cover; or use the cover tool of the shop',
  'publish.too_short.page': 'the book has 1 page and needs at least {least}: {missing} more ({source})',
  'publish.too_short.pages': 'the book has {pages} pages and needs at least {least}: {missing} more ({source})',
  'publish.too_long': 'the book has {pages} pages and may have at most {most}; split it ({source})',
  'publish.too_large': '{what} has {megabytes} MB; at most {most} are taken ({source})',
  'publish.coarse.one':
    'panel {panels} prints at fewer than {dpi} dots per inch, {least} at least; draw larger frames or give the panels less room ({source})',
  'publish.coarse.several':
    'panels {panels} print at fewer than {dpi} dots per inch, {least} at least; draw larger frames or give the panels less room ({source})',
  'publish.missing': '{field} is missing; set it with: {command}',
  'publish.undescribed.one':
    'panel {panels} has no description of its own, so the prompt is read out; set one with: edit ID N --alt TEXT',
  'publish.undescribed.several':
    'panels {panels} have no descriptions of their own, so the prompt is read out; set one with: edit ID N --alt TEXT',
} as const satisfies Readonly<Record<string, string>>;

/** Words that stand in sentences as a value called `kind`. */
export const sentenceWords = [
  'caption',
  'speech',
  'thought',
  'sfx',
  'narration',
  'characters',
  'locations',
  'props',
  'style',
  'lighter',
  'darker',
  'more colourful',
  'paler',
  'grainier',
  'smoother',
] as const;

export type SentenceCode = keyof typeof sentences;
