{
  const body = document.body;
  const pages = [...document.querySelectorAll('.page')];
  const panels = [...document.querySelectorAll('.panel')];
  const main = document.getElementById('book');
  const place = document.getElementById('place');
  const status = document.getElementById('status');
  const buttons = new Map(['page', 'panel', 'scroll'].map((mode) => [mode, document.getElementById(`mode-${mode}`)]));
  const previous = document.getElementById('previous');
  const next = document.getElementById('next');
  const rightToLeft = body.dataset.direction === 'rtl';
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
    body.dataset.mode = mode;
    for (const [index, it] of pages.entries()) it.classList.toggle('current', index === page);
    for (const [name, button] of buttons) button.setAttribute('aria-pressed', String(name === mode));
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

  function turn(by) {
    if (mode === 'panel') {
      panel = Math.min(Math.max(panel + by, 0), panels.length - 1);
      page = Math.max(pageOf(panel), 0);
    } else {
      page = Math.min(Math.max(page + by, 0), pages.length - 1);
      panel = Math.max(firstPanelOf(page), 0);
    }
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

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('button, a')) {
      if (event.key === ' ' || event.key === 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return;
    }
    const scrolls = mode === 'scroll' && !['1', '2', '3'].includes(event.key);
    const act = keys[event.key];
    if (!act || scrolls) return;
    event.preventDefault();
    act();
  });
  for (const [name, button] of buttons) button.addEventListener('click', () => choose(name));
  previous.addEventListener('click', () => turn(-1));
  next.addEventListener('click', () => turn(1));

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
  addEventListener('resize', magnify);

  document.querySelector('nav').hidden = false;
  // A strip is made to be scrolled.
  const [first] = pages;
  mode = first && first.offsetHeight > 3 * first.offsetWidth ? 'scroll' : 'page';
  show(false);
}
