{
  const books = [...document.querySelectorAll('.book')];
  const links = [...document.querySelectorAll('.languages a')];

  /** The reader of one book. It acts while its book is the one that is shown. */
  function openBook(book) {
    const pages = [...book.querySelectorAll('.page')];
    const panels = [...book.querySelectorAll('.panel')];
    const main = book.querySelector('main');
    const place = book.querySelector('output');
    const status = book.querySelector('.status');
    const contents = book.querySelector('.contents details');
    const buttonOf = (act) => book.querySelector(`[data-act="${act}"]`);
    const modes = new Map(['page', 'panel', 'scroll'].map((mode) => [mode, buttonOf(mode)]));
    const [previous, next] = [buttonOf('previous'), buttonOf('next')];
    const rightToLeft = book.dataset.direction === 'rtl';
    // What is read now: a panel in the guided view, the first panel of a page otherwise.
    let mode = 'scroll';
    let page = 0;
    let panel = 0;

    const pageOf = (index) => pages.indexOf(panels[index]?.closest('.page'));
    const firstPanelOf = (index) => panels.findIndex((it) => it.closest('.page') === pages[index]);

    /** Moves and enlarges the page so that its panel fills the window, and hides the rest of the page. */
    function magnify() {
      const sheet = pages[page];
      const shown = panels[panel];
      for (const it of pages) it.style.transform = '';
      if (mode !== 'panel' || !sheet || !shown) return;
      const box = { x: shown.offsetLeft, y: shown.offsetTop, width: shown.offsetWidth, height: shown.offsetHeight };
      const scale = 0.98 * Math.min(main.clientWidth / box.width, main.clientHeight / box.height);
      const left = (main.clientWidth - box.width * scale) / 2 - sheet.offsetLeft - box.x * scale;
      const top = (main.clientHeight - box.height * scale) / 2 - sheet.offsetTop - box.y * scale;
      sheet.style.setProperty(
        '--window',
        `inset(${box.y}px ${sheet.clientWidth - box.x - box.width}px ${sheet.clientHeight - box.y - box.height}px ${box.x}px)`,
      );
      sheet.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    }

    function show(announce) {
      book.dataset.mode = mode;
      // The bar is as high as its words in this language and this window make it.
      book.style.setProperty('--bar', `${book.querySelector('header').offsetHeight}px`);
      for (const [index, it] of pages.entries()) it.classList.toggle('current', index === page);
      for (const [name, button] of modes) button.setAttribute('aria-pressed', String(name === mode));
      const [at, of] = mode === 'panel' ? [panel, panels.length] : [page, pages.length];
      place.textContent = `${at + 1} / ${of}`;
      previous.disabled = at <= 0;
      next.disabled = at >= of - 1;
      magnify();
      if (!announce) return;
      if (mode === 'scroll') pages[page]?.scrollIntoView();
      status.textContent =
        mode === 'panel'
          ? [...(panels[panel]?.children ?? [])].map((it) => it.textContent).join(' ')
          : `${at + 1} / ${of}`;
    }

    /** To this panel, or, in the other views, to its page. */
    function goTo(index) {
      panel = Math.min(Math.max(index, 0), panels.length - 1);
      page = Math.max(pageOf(panel), 0);
      show(true);
    }

    function turn(by) {
      if (mode === 'panel') return goTo(panel + by);
      page = Math.min(Math.max(page + by, 0), pages.length - 1);
      panel = Math.max(firstPanelOf(page), 0);
      show(true);
    }

    function choose(wanted) {
      mode = wanted;
      if (mode === 'panel' && pageOf(panel) !== page) panel = Math.max(firstPanelOf(page), 0);
      show(true);
    }

    const keys = {
      ' ': () => turn(1),
      PageDown: () => turn(1),
      PageUp: () => turn(-1),
      ArrowRight: () => turn(rightToLeft ? -1 : 1),
      ArrowLeft: () => turn(rightToLeft ? 1 : -1),
      Home: () => turn(-panels.length),
      End: () => turn(panels.length),
      1: () => choose('page'),
      2: () => choose('panel'),
      3: () => choose('scroll'),
    };

    for (const [name, button] of modes) button.addEventListener('click', () => choose(name));
    previous.addEventListener('click', () => turn(-1));
    next.addEventListener('click', () => turn(1));

    for (const link of book.querySelectorAll('.contents a')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        const index = panels.findIndex((it) => it === target || it.closest('.page') === target);
        contents.open = false;
        goTo(index);
      });
    }

    // A tap on a half of the window turns to its side; a swipe pulls the next one in.
    let from = null;
    main.addEventListener('pointerdown', (event) => {
      from = event.clientX;
    });
    main.addEventListener('pointerup', (event) => {
      if (mode === 'scroll' || from === null) return;
      const moved = event.clientX - from;
      const towardsLeft = Math.abs(moved) > 40 ? moved > 0 : event.clientX < main.clientWidth / 2;
      turn(towardsLeft === rightToLeft ? 1 : -1);
      from = null;
    });

    // While scrolling, the page in the middle of the window is the one that is read.
    const seen = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting);
        if (mode !== 'scroll' || !entered) return;
        page = pages.indexOf(entered.target);
        panel = Math.max(firstPanelOf(page), 0);
        show(false);
      },
      { rootMargin: '-50% 0px -50% 0px' },
    );
    for (const it of pages) seen.observe(it);

    const controls = book.querySelector('.controls');
    controls.hidden = false;
    if (contents) {
      contents.open = false;
      controls.prepend(contents.closest('.contents'));
    }
    return {
      book,
      act: (key) => keys[key],
      scrolls: () => mode === 'scroll',
      refresh: () => show(false),
      where: () => ({ mode, panel: Number(/\d+$/.exec(panels[panel]?.id ?? '')?.[0] ?? 0) }),
      /** Shows the same panel in the same view as another language did; null: the beginning, in the view that suits the book. */
      enter(at) {
        // A strip is made to be scrolled.
        const [first] = pages;
        mode = at?.mode ?? (first && first.offsetHeight > 3 * first.offsetWidth ? 'scroll' : 'page');
        const same = at ? panels.findIndex((it) => it.id.endsWith(`-panel-${at.panel}`)) : -1;
        panel = Math.max(same, 0);
        page = Math.max(pageOf(panel), 0);
        show(at !== null);
      },
    };
  }

  const readers = books.map(openBook);
  let shown = null;

  /** Shows the book in one language, and hides the others. */
  function showBook(reader) {
    const at = shown?.where() ?? null;
    shown = reader;
    for (const { book } of readers) book.hidden = book !== reader.book;
    const { lang, dir } = reader.book;
    document.documentElement.lang = lang;
    document.documentElement.dir = dir;
    document.title = reader.book.querySelector('h1').textContent;
    for (const link of links) {
      if (link.hreflang === lang) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    if (links.length > 0) reader.book.querySelector('header').append(links[0].closest('.languages'));
    reader.enter(at);
  }

  const inLanguage = (tag) => readers.find(({ book }) => book.lang === tag);
  const named = () => inLanguage(decodeURIComponent(location.hash.slice(1)));
  /** The first language of the reader's that the file has. */
  const preferred = () => {
    for (const wanted of navigator.languages) {
      const found = inLanguage(wanted) ?? inLanguage(wanted.split('-')[0]);
      if (found) return found;
    }
    return readers[0];
  };

  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      history.replaceState(null, '', link.hash);
      showBook(inLanguage(link.hreflang));
      link.focus();
    });
  }
  addEventListener('hashchange', () => {
    const reader = named();
    if (reader && reader !== shown) showBook(reader);
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest?.('button, a, summary');
    if (onControl && (event.key === ' ' || event.key === 'Enter')) return;
    const act = shown.act(event.key);
    if (!act || (shown.scrolls() && !['1', '2', '3'].includes(event.key))) return;
    event.preventDefault();
    act();
  });
  addEventListener('resize', () => shown.refresh());
  showBook(named() ?? preferred());
}
