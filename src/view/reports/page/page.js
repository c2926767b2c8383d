// Sorts and filters the map of the class, tells what is under the pointer, and shows what was found inside of the
// learners' pages. Without it the page is whole, but for that. Texts are only ever moved as nodes, never as HTML.
(() => {
  'use strict';
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];

  // What was found, inside of a learner's page: the verdict is in the page once, and copied when it is looked at.
  const fill = (place) => {
    for (const link of all('a.more', place)) {
      const body = one('.body', document.getElementById(link.hash.slice(1)) || link);
      if (!body) continue;
      const unit = link.closest('details');
      const first = one('.message bdi', body) || one('.tests code', body);
      if (first) {
        const said = document.createElement('span');
        said.className = 'first';
        said.textContent = first.textContent.trim();
        one('summary i', unit).append(said);
      }
      const copy = body.cloneNode(true);
      for (const reason of all('p.reason', copy)) reason.remove();
      link.replaceWith(copy);
    }
  };

  const map = one('#map table');
  const box = one('#map .box');
  const goTo = (id) => { location.hash = id; };

  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    const page = target.closest('.learner');
    if (page) fill(page);
    if (target.id === 'learners') fill(target);
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView();
    if (page === target) one('h2', page).focus({ preventScroll: true });
    else if (target.matches('details')) one('summary', target).focus({ preventScroll: true });
  };
  addEventListener('hashchange', arrive);
  arrive();

  // On paper nothing can be opened.
  let folded = [];
  addEventListener('beforeprint', () => {
    const shown = all('.learner').filter((page) => page.getClientRects().length > 0);
    shown.forEach(fill);
    folded = all('details:not([open])').filter((fold) => fold.getClientRects().length > 0);
    for (const fold of folded) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of folded) fold.open = false;
    folded = [];
  });

  if (!map) return;
  const body = map.tBodies[0];
  const rows = [...body.rows];
  const heads = [...one('.names', map).cells];
  const nameOf = (row) => row.cells[0].textContent;

  // Words for the signs, from the legend.
  const words = new Map(all('#map .legend .g').map((sign) => [sign.classList[1], sign.nextElementSibling.textContent]));
  const lookOf = (cell) => cell.className.split(' ')[0];
  const tell = (cell) => {
    const row = cell.parentElement;
    const head = heads[cell.cellIndex];
    if (row.parentElement !== body || cell.cellIndex < 2) return '';
    const text = cell.textContent.trim();
    const of = head.dataset.of || '1';
    const points = /^[.\d]/.test(text) ? `${parseFloat(text)} of ${of} points` : words.get(lookOf(cell)) || '';
    const marks = (text.includes('*') ? ', decided by you' : '') + (text.includes('†') ? ', worth a look' : '');
    return `${nameOf(row)}, ${head.textContent.trim()}: ${points}${marks}`;
  };
  const told = one('#told');
  const usual = told.textContent;
  map.addEventListener('pointerover', (event) => {
    const cell = event.target.closest('td');
    told.textContent = (cell && tell(cell)) || usual;
  });
  map.addEventListener('pointerleave', () => { told.textContent = usual; });

  const open = (cell) => {
    const row = cell.parentElement;
    if (row.parentElement !== body) return false;
    const page = one('a', row.cells[0]).hash.slice(1);
    const unit = `${page}.${heads[cell.cellIndex].dataset.e}`;
    goTo(document.getElementById(unit) ? unit : page);
    return true;
  };

  // Sorting: the best first, the other way round, the order of the class.
  const names = new Intl.Collator();
  const ranks = { p: 9, h: 5, u: 4, x: 3, b: 2, r: 2, o: 1, m: 0 };
  const keyOf = (row, column) => {
    // Who has no points yet comes after who has none.
    const points = parseFloat(row.cells[1].textContent);
    if (column === 1) return Number.isNaN(points) ? -1 : points;
    const cell = row.cells[column];
    const of = parseFloat(heads[column].dataset.of || '1');
    return ranks[lookOf(cell)] + (lookOf(cell) === 'h' ? parseFloat(cell.textContent) / of : 0);
  };
  const sort = (column) => {
    const head = heads[column];
    const first = column === 0 ? 'ascending' : 'descending';
    const second = column === 0 ? 'descending' : 'ascending';
    const order = { [first]: second, [second]: null }[head.getAttribute('aria-sort')];
    const wanted = order === undefined ? first : order;
    for (const other of heads) other.removeAttribute('aria-sort');
    if (!wanted) {
      body.append(...rows);
      return;
    }
    head.setAttribute('aria-sort', wanted);
    const turn = wanted === 'ascending' ? 1 : -1;
    const keys = column === 0 ? null : new Map(rows.map((row) => [row, keyOf(row, column)]));
    const compare = (a, b) =>
      (keys ? turn * (keys.get(a) - keys.get(b)) : turn * names.compare(nameOf(a), nameOf(b)));
    body.append(...[...rows].sort((a, b) => compare(a, b) || rows.indexOf(a) - rows.indexOf(b)));
  };
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.tabIndex = -1;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sort(head.cellIndex));
  }

  // One stop for the Tab key; arrows move inside.
  map.setAttribute('role', 'grid');
  map.setAttribute('aria-labelledby', 'map-title');
  for (const link of all('a', map)) link.tabIndex = -1;
  box.removeAttribute('tabindex');
  const stop = (cell) => one('a, button', cell) || cell;
  let current = stop(rows[0] ? rows[0].cells[0] : heads[0]);
  current.tabIndex = 0;
  const moveTo = (cell) => {
    current.tabIndex = -1;
    current = stop(cell);
    current.tabIndex = 0;
    if (current === cell) cell.setAttribute('aria-label', tell(cell) || cell.textContent.trim());
    current.focus({ preventScroll: true });
    reveal(cell);
    told.textContent = tell(cell) || usual;
  };
  // What sticks to the edges of the box hides what is under it.
  const reveal = (cell) => {
    const [top, left] = [map.tHead.offsetHeight, one('.names .n', map).offsetWidth + one('.names .t', map).offsetWidth];
    const [at, frame] = [cell.getBoundingClientRect(), box.getBoundingClientRect()];
    if (cell.cellIndex > 1) {
      if (at.left < frame.left + left) box.scrollLeft -= frame.left + left - at.left + 4;
      if (at.right > frame.right) box.scrollLeft += at.right - frame.right + 24;
    }
    if (cell.closest('tbody')) {
      const foot = map.tFoot.offsetHeight;
      if (at.top < frame.top + top) box.scrollTop -= frame.top + top - at.top + 4;
      if (at.bottom > frame.bottom - foot) box.scrollTop += at.bottom - frame.bottom + foot + 24;
    }
  };
  const lines = () => [one('.names', map), ...[...body.rows].filter((row) => !row.hidden), ...map.tFoot.rows];
  map.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const cell = event.target.closest('th, td');
    if (!cell) return;
    const rowsNow = lines();
    const [row, column] = [rowsNow.indexOf(cell.parentElement), cell.cellIndex];
    const last = heads.length - 1;
    const page = Math.max(1, Math.floor(box.clientHeight / cell.offsetHeight) - 4);
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1], Home: [row, 0], End: [row, last],
      PageUp: [row - page, column], PageDown: [row + page, column],
    }[event.key];
    if (to) {
      const line = rowsNow[Math.min(Math.max(to[0], 0), rowsNow.length - 1)];
      moveTo(line.cells[Math.min(Math.max(to[1], 0), last)]);
      event.preventDefault();
    } else if (event.key === 'Enter' && event.target === cell && open(cell)) {
      event.preventDefault();
    }
  });
  map.addEventListener('click', (event) => {
    const cell = event.target.closest('td');
    if (cell && !event.target.closest('a, button')) open(cell);
  });

  const find = one('#find');
  const found = one('#found');
  const search = () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    let here = 0;
    for (const row of rows) {
      row.hidden = !nameOf(row).toLocaleLowerCase().includes(wanted);
      if (!row.hidden) here += 1;
    }
    const count = rows.length === 1 ? '1 learner' : `${rows.length} learners`;
    found.textContent = wanted ? `${here} of ${count}` : count;
  };
  find.addEventListener('input', search);
  if (find.value) search();
})();
