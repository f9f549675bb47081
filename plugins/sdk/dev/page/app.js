import { button, drawBlocks, drawForm, element } from './blocks.js';
import { WORDS } from './words.js';

const find = (id) => document.getElementById(id);
let language = 'en';
let view = { problems: [], records: [] };
/** Inputs that were changed by hand, by entry. */
const typed = new Map();

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) tell(answer.message);
  return answer;
}

function tell(message) {
  find('problem').textContent = message;
  find('problem').hidden = message === '';
}

async function run(kind, name, input) {
  const record = await post('/api/call', { kind, name, input, language });
  if (record.entry) show(record);
}

function show(record) {
  const result = record.result ?? {};
  const act = (name, values) => run('action', name, { recordIds: [], values });
  const parts = [];
  if (result.message)
    parts.push(...drawBlocks([{ kind: 'callout', tone: result.tone, text: result.message }], language, act));
  if (Array.isArray(result.blocks)) parts.push(...drawBlocks(result.blocks, language, act));
  if (parts.length === 0)
    parts.push(
      element('pre', { dir: 'ltr' }, [
        record.ok ? JSON.stringify(record.result, undefined, 2) : `${record.code}: ${record.message}`,
      ]),
    );
  find('shown').replaceChildren(
    element('p', { class: 'label' }, [`${WORDS[language].kinds[record.entry.kind]}: ${record.entry.name}`]),
    ...parts,
  );
}

function drawEntries(words) {
  const rows = (view.samples ?? []).map(({ entry, input }) => {
    const key = `${entry.kind} ${entry.name}`;
    const area = element('textarea', { rows: 4, dir: 'ltr', 'aria-label': key }, [
      typed.get(key) ?? JSON.stringify(input, undefined, 2),
    ]);
    area.addEventListener('input', () => typed.set(key, area.value));
    return element('details', { class: 'card' }, [
      element('summary', {}, [
        element('span', {}, [`${words.kinds[entry.kind]}: ${entry.name} `]),
        button(words.run, (event) => {
          event.preventDefault();
          tell('');
          try {
            run(entry.kind, entry.name, JSON.parse(area.value));
          } catch (error) {
            tell(String(error));
          }
        }),
      ]),
      area,
    ]);
  });
  find('entries').replaceChildren(...rows);
}

function drawCalls(words) {
  const rows = view.records.map((record, place) =>
    element('li', { class: record.ok ? 'good' : 'bad' }, [
      element('code', {}, [
        `${record.entry.kind} ${record.entry.name}: ${record.code}, ${record.usage.wallMs} ms`,
      ]),
      button(words.replay, async () => show(await post('/api/replay', { place }))),
      record.message ? element('p', {}, [record.message]) : '',
      ...record.logs.map((line) =>
        element('p', { class: `log ${line.level}` }, [`${line.level}: ${line.message}`]),
      ),
      ...record.calls.map((call) =>
        element('p', { class: 'call' }, [`${call.capability} → ${call.answer.ok ? 'ok' : call.answer.code}`]),
      ),
      ...record.accesses.map((access) =>
        element('p', { class: 'call' }, [
          `${words.data}: ${access.dataClass} (${access.fields.join(', ')}) × ${access.count}`,
        ]),
      ),
    ]),
  );
  find('calls').replaceChildren(...rows.reverse());
}

function drawKept(words) {
  const lists = [
    [words.messages, view.messages],
    [words.meters, view.meters],
    [words.requests, view.requests],
    [words.values, view.kept],
    [words.own, view.own],
    [words.files, view.files],
  ];
  const cards = lists
    .filter(([, content]) => content && Object.keys(content).length > 0)
    .map(([title, content]) =>
      element('div', { class: 'card' }, [
        element('h3', {}, [title]),
        element('pre', { dir: 'ltr' }, [JSON.stringify(content, undefined, 2)]),
      ]),
    );
  find('kept').replaceChildren(...(cards.length > 0 ? cards : [words.nothing]));
}

function draw() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  for (const place of document.querySelectorAll('[data-word]')) place.textContent = words[place.dataset.word];
  find('language').textContent = language === 'ar' ? 'English' : 'العربية';
  find('language').lang = language === 'ar' ? 'en' : 'ar';
  tell(view.problems.join('\n'));
  if (view.manifest) {
    find('title').textContent = view.manifest.name[language];
    find('subtitle').textContent =
      `${view.manifest.id} ${view.manifest.version} · ${view.sha256.slice(0, 12)}`;
    if (document.activeElement !== find('clock')) find('clock').value = view.now;
    find('settings').replaceChildren(
      Object.keys(view.manifest.settings.properties).length > 0
        ? drawForm(view.manifest.settings, view.settings, words.save, language, (values) =>
            post('/api/settings', values),
          )
        : words.nothing,
    );
  }
  if (!find('entries').contains(document.activeElement) || document.activeElement.tagName !== 'TEXTAREA')
    drawEntries(words);
  drawCalls(words);
  drawKept(words);
}

async function refresh() {
  view = await (await fetch('/api/state')).json();
  draw();
}

find('language').addEventListener('click', () => {
  language = language === 'ar' ? 'en' : 'ar';
  draw();
});
find('reset').addEventListener('click', () => post('/api/reset', {}));
find('clock').addEventListener('change', () => post('/api/clock', { moment: find('clock').value }));
new EventSource('/api/live').addEventListener('message', refresh);
await refresh();
