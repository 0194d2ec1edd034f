-- Pages, sheets and books of the original and of editions: what is made again when something changes.

-- Page by panel of the main layout, read once a script.
local pages
local function page_of(p)
  if not pages then
    pages = {}
    for page, panels in ipairs(cjson.decode(redis.call('HGET', story .. ':pages', redis.call('HGET', story, 'layout')))) do
      for _, panel in ipairs(panels) do pages[panel] = page end
    end
  end
  return pages[p]
end

-- Languages of the story's editions beside the original.
local function edition_languages() return redis.call('HKEYS', story .. ':editions') end

-- Of a part by 'language name', the names there are in one language.
local function names_in(part, language)
  local names, prefix = {}, language .. ' '
  for _, field in ipairs(redis.call('HKEYS', story .. ':' .. part)) do
    if string.sub(field, 1, #prefix) == prefix then names[#names + 1] = string.sub(field, #prefix + 1) end
  end
  return names
end

-- Whether the sheets and books of every edition are made, as far as they can be: the reconciler looks at the others.
local function watch_editions()
  local wanted, open = redis.call('HMGET', story, 'sheets', 'formats'), false
  for _, language in ipairs(edition_languages()) do
    open = open or redis.call('HEXISTS', story .. ':editionFailures', language) == 0
      and (#names_in('editionSheets', language) < tonumber(wanted[1]) or #names_in('editionBooks', language) < tonumber(wanted[2]))
  end
  if open then redis.call('ZADD', root .. ':lettering', now(), story_id) else redis.call('ZREM', root .. ':lettering', story_id) end
end

-- The books of an edition are bound again.
local function unbind_edition(language)
  local dropped = false
  for _, format in ipairs(names_in('editionBooks', language)) do
    redis.call('HDEL', story .. ':editionBooks', language .. ' ' .. format)
    dropped = true
  end
  if dropped then emit('edition.unbound', '{"language":"' .. language .. '"}') end
end

-- A sheet of an edition is composed again, and its books with it. What failed before may go now.
local function drop_edition_page(language, page)
  redis.call('HDEL', story .. ':editionFailures', language)
  if redis.call('HDEL', story .. ':editionSheets', language .. ' ' .. page) == 1 then
    emit('edition.outdated', '{"language":"' .. language .. '","sheet":' .. page .. '}')
  end
  unbind_edition(language)
end

-- The sheet of the original, and of every edition.
local function drop_page(page)
  if redis.call('HDEL', story .. ':sheets', page) == 1 then emit('sheet.outdated', '{"sheet":' .. page .. '}') end
  local languages = edition_languages()
  for _, language in ipairs(languages) do drop_edition_page(language, page) end
  -- Not `watch_editions`: an edit may drop every page of a long story.
  if #languages > 0 then redis.call('ZADD', root .. ':lettering', now(), story_id) end
end

-- Name of a book within its edition, as `bookName` in core makes it.
local function book_name(choice)
  if type(choice) == 'string' then return choice end
  local name, page = choice.format, choice.page
  if choice.layout then name = name .. '@' .. choice.layout end
  if type(page) == 'table' then page = string.format('%.14gx%.14g%s', page.width, page.height, page.unit) end
  return page and name .. '@' .. page or name
end

-- Whether the story asks for a book of this name.
local function is_wanted(name)
  for _, choice in ipairs(cjson.decode(redis.call('HGET', story, 'spec')).book.formats) do
    if book_name(choice) == name then return true end
  end
  return false
end

-- What events say of a book: its format, and its name where that says more.
local function book_ref(name)
  local format = string.match(name, '^[^@]+')
  return '"format":' .. cjson.encode(format) .. (name == format and '' or ',"book":' .. cjson.encode(name))
end

local function drop_books()
  if redis.call('DEL', story .. ':books') == 1 then emit('books.outdated', '{}') end
end

-- The sheet that shows a panel, and every book, are made again. A removed panel is on none; the cover is in books alone.
local function drop_sheet(p)
  local page = page_of(p)
  if not page and p == 'cover' and cover_batch() then
    drop_books()
    local languages = edition_languages()
    for _, language in ipairs(languages) do unbind_edition(language) end
    if #languages > 0 then redis.call('ZADD', root .. ':lettering', now(), story_id) end
  end
  if not page then return end
  drop_page(page)
  drop_books()
end
