// Opens the pages that tests/browser/run has made, as an instructor would, and checks what they would notice.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const folder = process.argv[2];
const pictures = process.env.PICTURES;
const address = (name, hash = '') => pathToFileURL(join(folder, `${name}.html`)).href + hash;

// As root, Chromium has no sandbox of its own; the rest keeps it from talking to its maker.
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const profile = mkdtempSync(join(tmpdir(), 'memkata-browser-'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, env: { ...process.env, HOME: profile } });

/** Opens a page and notes everything that it should not do: errors, words on the console, requests. */
async function opened(name, { hash = '', width = 1280, height = 900, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...more });
  const page = await context.newPage();
  page.wrong = [];
  page.on('console', (message) => page.wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => page.wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { page.wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== address(name, hash) && request.url() !== address(name)) page.wrong.push(`request: ${request.url()}`);
  });
  await page.goto(address(name, hash));
  return page;
}

const visible = (page, query) => page.locator(`${query} >> visible=true`);
const names = (page) => page.locator('#map tbody tr:not([hidden]) th').allTextContents();
const picture = (page, name, more = {}) =>
  pictures ? page.screenshot({ path: join(pictures, `${name}.png`), ...more }) : Promise.resolve();
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

const checks = {
  async 'opens without a word on the console and without asking for anything'() {
    for (const name of ['sample', 'large', 'hostile', 'empty']) {
      const page = await opened(name);
      assert.equal(await page.locator('h1').isVisible(), true);
      await close(page);
    }
  },

  async 'nothing that a learner wrote runs, wherever it is shown'() {
    const page = await opened('hostile');
    await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
    for (const learner of await page.locator('.learner').evaluateAll((all) => all.map((one) => one.id))) {
      await page.evaluate((id) => { location.hash = id; }, learner);
      assert.equal(await visible(page, '.learner').count(), 1);
    }
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator('img, iframe, object, embed, base, form, body script:not(:last-child)').count(), 0);
    assert.match(await page.locator('.learner').nth(1).textContent(), /<script>window\.owned=1<\/script>/);
    // Even if something were to get in, the policy of the page would not let it run.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.owned = 2';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.owned = 3');
      image.src = 'data:image/png;base64,x';
      document.body.append(image);
    });
    await page.waitForTimeout(50);
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.notEqual(page.wrong.length, 0);
    assert.ok(page.wrong.every((wrong) => wrong.includes('Content Security Policy')), page.wrong.join('\n'));
    page.wrong = [];
    await close(page);
  },

  async 'the map is sorted by name, by points and by an exercise'() {
    const page = await opened('large');
    const usual = await names(page);
    const head = (name) => page.locator('#map .names th', { hasText: name }).first();
    const points = () => page.locator('#map tbody td.t').allTextContents().then((all) => all.map(Number));
    await head('Points').click();
    assert.equal(await head('Points').getAttribute('aria-sort'), 'descending');
    assert.deepEqual(await points(), (await points()).sort((a, b) => b - a));
    await head('Points').click();
    assert.equal(await head('Points').getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(await points(), (await points()).sort((a, b) => a - b));
    await head('Points').click();
    assert.equal(await head('Points').getAttribute('aria-sort'), null);
    assert.deepEqual(await names(page), usual);
    await head('Learner').click();
    assert.equal(await head('Learner').getAttribute('aria-sort'), 'ascending');
    const compare = new Intl.Collator().compare;
    assert.deepEqual(await names(page), [...usual].sort(compare));
    await head('frames_deep_recursion').click();
    assert.equal(await page.locator('#map [aria-sort]').count(), 1);
    const looks = await page.locator('#map tbody tr td:nth-child(10)').evaluateAll((all) => all.map((cell) => cell.className));
    const order = ['p', 'h', 'u', 'x', 'b', 'r', 'o', 'm'].map((look) => looks.lastIndexOf(look)).filter((at) => at >= 0);
    assert.deepEqual(order, [...order].sort((a, b) => a - b), 'the best are above');
    assert.ok(looks.includes('h') && looks.includes('p'));
    await close(page);
  },

  async 'the map is searched by name'() {
    const page = await opened('large');
    await page.getByLabel('Find a learner').fill('zoë');
    const found = await names(page);
    assert.ok(found.length > 0 && found.every((name) => name.startsWith('Zoë')), found.join());
    assert.equal(await page.locator('#found').textContent(), `${found.length} of 200 learners`);
    await page.getByLabel('Find a learner').fill('nobody at all');
    assert.deepEqual(await names(page), []);
    await page.getByLabel('Find a learner').fill('');
    assert.equal((await names(page)).length, 200);
    await close(page);
  },

  async 'the keyboard alone sorts, finds its way in the map, and opens a learner'() {
    const page = await opened('large', { hash: '#map' });
    await page.locator('#find').focus();
    await page.keyboard.press('Tab');
    const first = (await names(page))[0];
    assert.equal(await focused(page), first, 'one stop for Tab: the first learner');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'Learner');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'frames_first_look');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#map th[aria-sort]').textContent(), 'frames_first_look');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    const cell = await page.evaluate(() => {
      const [cell, box] = [document.activeElement, document.querySelector('#map .box')];
      const [at, frame, head] = [cell, box, document.querySelector('#map thead')].map((one) => one.getBoundingClientRect());
      return { name: cell.tagName, label: cell.getAttribute('aria-label'), inside: at.right <= frame.right && at.top >= head.bottom - 1 };
    });
    assert.equal(cell.name, 'TD');
    assert.match(cell.label, /^\S+ \S+, gc_\w+: /);
    assert.ok(cell.inside, 'what has the focus is not hidden');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    assert.equal(await visible(page, '.learner').count(), 1);
    assert.match(page.url(), /#l-/);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2');
    await page.goBack();
    assert.equal(await page.locator('#map').isVisible(), true);
    await close(page);
  },

  async 'a link leads to a learner, and to one of their exercises with what was found'() {
    const page = await opened('sample', { hash: '#l-mix.3' });
    assert.equal(await page.locator('h1').isVisible(), false);
    assert.deepEqual(await visible(page, '.learner h2').allTextContents(), ['Mika Sørensen']);
    const unit = visible(page, '.learner details[open].unit');
    assert.equal(await unit.count(), 1);
    assert.match(await unit.textContent(), /Which line makes the loop end\?/);
    await visible(page, '.learner nav a').first().click();
    assert.equal(await page.locator('h1').isVisible(), true);
    assert.equal(await visible(page, '.learner').count(), 0);
    await page.locator('#map tbody tr', { hasText: 'Mika' }).locator('td').nth(1).click();
    assert.match(page.url(), /#l-mix\.0$/);
    assert.equal(await visible(page, '.learner .notice.decided').count(), 1);
    await picture(page, 'learner');
    await close(page);
  },

  async 'what is under the pointer is told in words'() {
    const page = await opened('sample');
    await page.locator('#map tbody tr', { hasText: 'Mika' }).locator('td').nth(1).hover();
    assert.equal(await page.locator('#told').textContent(), 'Mika Sørensen, moves: 1.5 of 2 points, decided by you, worth a look');
    await close(page);
  },

  async 'without JavaScript the page is whole'() {
    const page = await opened('sample', { javaScriptEnabled: false });
    assert.equal(await page.locator('#find').isVisible(), false, 'nothing that does nothing');
    assert.equal((await names(page)).length, 4);
    await page.locator('#map tbody th a', { hasText: 'Mika' }).click();
    assert.deepEqual(await visible(page, '.learner h2').allTextContents(), ['Mika Sørensen']);
    await visible(page, '.learner .unit summary').first().click();
    await visible(page, '.learner .unit a.more').first().click();
    assert.match(await visible(page, '.verdict').textContent(), /left is not right/);
    await close(page);
  },

  async 'on a phone nothing but the map is wider than the screen'() {
    for (const [name, hash] of [['large', ''], ['hostile', ''], ['hostile', '#l-mix'], ['sample', '#l-mix.0'], ['hostile', '#learners'], ['empty', '']]) {
      const page = await opened(name, { width: 360, height: 780, hash });
      await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${name}${hash} is ${width} wide`);
      if (name === 'large') {
        const box = await page.locator('#map .box').evaluate((box) => [box.scrollWidth, box.clientWidth]);
        assert.ok(box[0] > box[1], 'the map scrolls in its box');
        await page.locator('#map .box').evaluate((box) => { box.scrollLeft = 500; box.scrollTop = 500; });
        const stays = await page.evaluate(() => {
          const [box, name, head] = ['.box', 'tbody .n', 'thead'].map((query) => document.querySelector(`#map ${query}`).getBoundingClientRect());
          return Math.abs(box.left - name.left) < 2 && Math.abs(box.top - head.top) < 2;
        });
        assert.ok(stays, 'names and exercises stay in sight');
      }
      await close(page);
    }
  },

  async 'signs and words can be read on their colours, light and dark'() {
    for (const colorScheme of ['light', 'dark']) {
      const page = await opened('sample', { colorScheme });
      const poor = await page.evaluate(() => {
        const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const channels = (color) => {
          paint.clearRect(0, 0, 1, 1);
          paint.fillStyle = color;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data];
        };
        const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
          .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
        const ground = (one) => {
          const color = channels(getComputedStyle(one).backgroundColor);
          return color[3] > 0 || !one.parentElement ? color : ground(one.parentElement);
        };
        const bad = [];
        for (const one of document.querySelectorAll('.legend .g, .legend li, p, a, dt, dd, th, summary, .chip, code')) {
          if (one.getClientRects().length === 0 || !one.textContent.trim()) continue;
          const [ink, under] = [light(channels(getComputedStyle(one).color)), light(ground(one))];
          const contrast = (Math.max(ink, under) + 0.05) / (Math.min(ink, under) + 0.05);
          // The signs of what was not done are to be quiet.
          const wanted = one.matches('.o, .m') ? 3 : 4.5;
          if (contrast < wanted) bad.push(`${one.tagName}.${one.className} ${contrast.toFixed(2)} ${one.textContent.slice(0, 30)}`);
        }
        return bad;
      });
      assert.deepEqual(poor, [], colorScheme);
      await close(page);
    }
  },

  async 'prints: the class on a few pages, a learner on their own, everything unfolded'() {
    const pages = (bytes) => (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
    for (const [name, hash] of [['sample', ''], ['sample', '#l-mix'], ['sample', '#learners'], ['large', '']]) {
      const page = await opened(name, { hash });
      const path = pictures ? join(pictures, `print-${name}${hash.replace('#', '-')}.pdf`) : undefined;
      const bytes = await page.pdf({ path, preferCSSPageSize: true });
      const count = pages(bytes);
      assert.ok(count >= 1 && count < 120, `${name}${hash}: ${count} pages`);
      if (hash === '#learners') assert.ok(count >= 4, 'a page for each learner');
      await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      assert.equal(await visible(page, 'details:not([open])').count(), 0, 'nothing is folded on paper');
      const sticky = await page.evaluate(() => [...document.querySelectorAll('#map *')].some((one) => getComputedStyle(one).position === 'sticky'));
      assert.equal(sticky, false);
      if (name === 'large') {
        // A page across, between its margins.
        await page.setViewportSize({ width: 1045, height: 700 });
        const wide = await page.locator('#map table').evaluate((table) => table.offsetWidth);
        assert.ok(wide <= 1045, `the map is ${wide} wide`);
      }
      await close(page);
    }
  },

  async 'pictures'() {
    for (const colorScheme of ['light', 'dark']) {
      for (const [name, width, height] of [['large', 1280, 900], ['large', 360, 780], ['sample', 1280, 900]]) {
        for (const hash of ['', '#map', '#exercises', '#waiting', name === 'large' ? '#l-s10148' : '#l-mix']) {
          const page = await opened(name, { hash, width, height, colorScheme });
          await picture(page, `${name}-${width}-${colorScheme}${hash.replace('#', '-')}`);
          await close(page);
        }
      }
    }
  },
};

/** Closes a page, if it has done nothing that it should not. */
async function close(page) {
  assert.deepEqual(page.wrong, []);
  await page.context().close();
}

let failed = 0;
try {
  if (!pictures) delete checks.pictures;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error.stack}`);
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
