-- Prepended to every transition. KEYS[1] is always a story's key, `{prefix}:s2:story:<id>`, or a script's; every other key is derived from it
-- and carries the same hash tag, so one script may touch them all on a cluster too. KEYS[2] of fenced scripts is the lock
-- of the story's BullMQ job.
--
-- State schema 2. Panels and batches have permanent ids (p: panel, b: batch); a number is a place in a list and is never stored.
-- Schema 1 kept the same parts by number under `{prefix}:story:<id>`; schema 2 lives under `{prefix}:s2:…`, BullMQ's queues included.
--   story            H  header: status, reason, waiting, waitingSince, waitingFacts, waitingLong, fence, spec, title, provider, money, and
--                       collecting (the batch of a turn that only collects), toFetch (1 while a vendor has something that can be fetched),
--                       keepsOrders (1 when orders of drawn batches are kept because of what may still be reported),
--                       resumedAt (when a user last resumed it), rev (user edits), edits (those that change what sheets and books show), sheets (pages of the main layout),
--                       judged (µ$ that reviews cost, or may have: part of spent and possibly),
--                       webhook (1: it has a webhook of its own, whose id is that of the story), layout (the main layout), panelIds and batchIds (highest number given to a generated id: p<k>, b<k>; it never goes back)
--   story:order      L  p in reading order: a panel's number is its place, from 1. A removed panel is in no list but its batch's
--   story:chain      L  b in chain order: reference frames, anchor and the approval gate count by it
--   story:plates     L  b of the plates, drawn before the chain, in order; its panels are '@' and the plate's id. They are no part of the book:
--                       number and place are 0. Header: platesGate (1: the story stops when they are drawn), platesApproved
--   story:cover      L  b of the cover where it is drawn, after the chain; its one panel has the id 'cover' and is no part of the reading order
--   story:pages      H  layout → [[p, …], …] (JSON): which panels stand on which page
--   story:panels     H  p → PanelSpec                                               story:art       H  p → art revision, absent: 0
--   story:batches    H  b.status b.panels (p in chain order, divided by spaces) b.tries b.strikes b.attempts b.requests b.reference
--                       b.keptAtStart b.pinned b.anchor b.from (frames its requests go along with, from the first intent to the commit)
--                       b.before (the panel of which b.from is the frame)
--                       b.cascade (drawn frames that no longer follow from the selected ones are drawn again)
--                       b.lookAt b.deaths (when something of it is looked for at its vendor again; turns that died while collecting it)
--                       b.suspended b.providerMs (its attempt is not over: the turn ended while something is awaited, see release-batch)
--                       b.reference is {"panel": p, "sha256": …}, '' or absent for none
--                       imported (of a story of another installation, JSON: when, from which, what it had cost there)
--   story:attempts   H  b.a.start b.a.end     story:requests  H  id.state id.key id.intent id.by id.orderedAt id.sentAgainAt id.vendor id.outcome id.settledAt
--                       (a kept request of a drawn batch has one field instead, id.kept: {key, vendor, intent, outcome}, see fold_kept)
--                       (intent: {"batch": b, "panels": [p, …], "frames": [{"panel": p, "slot": …}, …], …}; of a review it has no frames
--                       and no provider, but "judge": {"model": …, "server": …, "most": µ$ or absent})
--                       id.imported: 1, it was ordered by another installation and counts against no budget
--                       id.day: the day (UTC, days since 1970) on which it was intended, by which it counts against its tenant's daily limits
--                       id.findable: without its vendor id, its vendor can be asked for it, or reports it · id.lostAt: when its answer was
--                       given up · id.missingAt: when its vendor first said that it does not have it · id.evidence: what was learnt about it since, and from whom (JSON list)
--   story:orders     H  id → order, id.body → what was sent, model:hash → catalogue entry; an order goes when its batch is committed
--   story:open       H  id → high estimate of each request under way            story:kept      H  target → frame, until its batch is committed
--                       (target, `slot` in intents and events: p, or p+i for the i-th further take that was asked for)
--   story:takes      H  p.count p.t → frame, p.selected → t, p.redraws          story:selected  H  p → frame
--                       (a panel's only take stands in `selected` alone, see write_only_take)
--   story:pictures   H  id → a picture that went along, or was left out (JSON): frames and intents name it by this id, a hash of it; also the
--                       frames that others were drawn from, {anchor, reference}, which `from` of a frame names
--   story:redraws    H  p → {redraw, count}: a user asked for this panel to be drawn again
--   story:stays      H  p → 1: chosen while its batch is drawn again in a cascade; it is not
--   story:failures   H  p → failure (*: the whole batch or story)               story:sheets    H  page number → sheet     story:books H  name → book
--   story:verdicts   H  'p sha256 check' → verdict (JSON): what checks measured of frames     story:labels    H  the same → right | wrong; 'p sha256 accepted' → right: a frame a user accepted
--   story:notes      H  id → note (JSON): what people remarked about panels          story:links      H  id → reviewer's link (JSON)
--   story:editions   H  language → edition (JSON)                               story:editionFailures  H  language → failure
--   story:editionSheets  H  'language page' → sheet                             story:editionBooks     H  'language name' → book
--   story:otherSheets  H  'pages language number' → sheet of another layout or page size, as it was last composed ('pages' as in `pagesName`)
--   story:events     X  type, data, version                                     root:active     Z  stories the system has work for
--   root:lettering   Z  stories with an edition whose sheets and books are not all made
-- Numbers in events are those of the moment: panel 0 is a removed panel.
--   root:order:id    S  the story of a findable order, for hours '' once its outcome is certain       root:taken:v     S  story and request that vendor id v answers
--   root:webhooks:dirty  Z  'tenant webhook story' → how often the story changed since that webhook was last sent everything
--   root:tenants     H  tenant → weight and limits (JSON)                             root:tenant:t:working  S  stories of tenant t that are active
--   root:tenant:t:day:d  H  what the requests intended on day d cost (µ$): spent, possibly, held, wasted (paid without a picture), images; and
--                       the same of each model: 'spent provider/model', …
--   root:tenant:t:webhooks  H  id → webhook (JSON)      root:tenant:t:webhook-secrets  S  secrets of stories with a webhook of their own (JSON)
--   root:script:id   H  a script that a model adapts: tenant, status, fence, spec and progress (JSON), source (as it was sent), spent, possibly, budget
--                       (µ$), createdAt, updatedAt, reason, retryAt, result (JSON); root:script:id:requests, :open and :events as those of a story, but an
--                       intent has neither batch nor panels. Thirty days after its end they go, or once nothing is uncertain of what it cost
--   root:script:id:left  H  what is left of a script that was deleted while something of its cost was uncertain: as a script, with :requests alone
--   root:tenant:t:scripts  Z  scripts of tenant t by when they were sent     root:tenant:t:scripts:open  S  those that are not over
--   root:tenant:t:scripts:left  S  scripts of tenant t of which something is left
--   root:open-scripts  S  scripts of all tenants that are not over
--   root:tenant:t:scripts:costs  H  spent, possibly: what they cost (µ$), also those that are gone
--   root:stored      S  what artifacts took after the last sweep (JSON)
--   root:epoch       S  when the installation was restored, and from when (JSON)
--   root:schema      S  the schema of the installation's state     story header: schema, the one its parts are in

-- Every script looks at the schema first: state of a newer release is refused before anything is touched. `schema_newest`, the newest one
-- this release reads, stands in front of this file.
local installation = string.match(KEYS[1], '^{[^}]*}:s2')
local schema = tonumber(redis.call('GET', installation .. ':schema') or schema_newest)
if schema > schema_newest then return redis.error_reply('NEXTPANEL_SCHEMA ' .. string.format('%.0f', schema)) end

local story = KEYS[1]
local root, story_id = string.match(story, '^(.*):story:(.*)$')
local is_script = not root
if is_script then root, story_id = string.match(story, '^(.*):script:(.*)$') end

local function int(n) return string.format('%.0f', n) end
