/**
 * Draws the blocks a plugin answers, as the panel does: as text, never as markup. `act` runs an action of the plugin.
 */
export function drawBlocks(blocks, language, act) {
  const say = (text) =>
    typeof text === 'string' || typeof text === 'number' ? String(text) : (text?.[language] ?? '');
  const draw = {
    stat: (block) =>
      element('div', { class: `card stat tone-${block.tone ?? 'neutral'}` }, [
        element('span', { class: 'label' }, [say(block.label)]),
        element('strong', {}, [say(block.value)]),
        block.hint ? element('small', {}, [say(block.hint)]) : '',
      ]),
    table: (block) => {
      const head = block.columns.map((column) => element('th', { scope: 'col' }, [say(column.label)]));
      const rows = block.rows.map((row) =>
        element(
          'tr',
          {},
          block.columns.map((column) => element('td', {}, [cell(row[column.key], column.format, language)])),
        ),
      );
      return element('div', { class: 'card' }, [
        block.title ? element('h3', {}, [say(block.title)]) : '',
        rows.length > 0
          ? element('table', {}, [
              element('thead', {}, [element('tr', {}, head)]),
              element('tbody', {}, rows),
            ])
          : element('p', {}, [say(block.empty ?? '—')]),
      ]);
    },
    chart: (block) => {
      const highest = Math.max(
        1,
        ...block.series.flatMap((series) => series.points.map((point) => point.value)),
      );
      const bars = block.series.flatMap((series) =>
        series.points.map((point) =>
          element('div', { class: 'bar' }, [
            element('span', {}, [say(point.label)]),
            element('meter', { min: 0, max: highest, value: point.value }, []),
            element('span', {}, [`${point.value}${block.unit ? ` ${say(block.unit)}` : ''}`]),
          ]),
        ),
      );
      return element('figure', { class: 'card' }, [element('figcaption', {}, [say(block.title)]), ...bars]);
    },
    markdown: (block) => element('div', { class: 'card prose' }, [say(block.text)]),
    callout: (block) =>
      element('div', { class: `card callout tone-${block.tone ?? 'neutral'}` }, [
        block.title ? element('strong', {}, [say(block.title)]) : '',
        element('p', {}, [say(block.text)]),
      ]),
    action: (block) => button(say(block.label), () => act(block.action, block.values ?? {})),
    form: (block) =>
      drawForm(block.fields, block.values ?? {}, say(block.submit), language, (values) =>
        act(block.action, values),
      ),
  };
  return blocks.map((block) => draw[block.kind]?.(block) ?? element('p', {}, [`? ${block.kind}`]));
}

/** A form from the part of JSON Schema that settings have. */
export function drawForm(schema, values, submit, language, done) {
  const inputs = new Map();
  const rows = Object.entries(schema.properties).map(([name, property]) => {
    const value = values[name] ?? property.default;
    const input = inputFor(property, value, language);
    inputs.set(name, [property, input]);
    return element('label', { class: 'field' }, [
      element('span', {}, [language === 'ar' ? property.title_ar : property.title]),
      input,
    ]);
  });
  const form = element('form', { class: 'card' }, [...rows, element('button', { type: 'submit' }, [submit])]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = [...inputs].map(([name, [property, input]]) => {
      if (property.type === 'boolean') return [name, input.checked];
      return [name, property.type === 'string' ? input.value : Number(input.value)];
    });
    done(Object.fromEntries(typed));
  });
  return form;
}

function inputFor(property, value, language) {
  if (property.type === 'boolean') {
    const input = element('input', { type: 'checkbox' }, []);
    input.checked = value === true;
    return input;
  }
  if (property.enum) {
    const titles = property['x-enum-titles'] ?? [];
    const select = element(
      'select',
      {},
      property.enum.map((item, index) =>
        element('option', { value: item }, [titles[index]?.[language] ?? item]),
      ),
    );
    select.value = value ?? property.enum[0];
    return select;
  }
  const type = property['x-secret'] ? 'password' : property.type === 'string' ? 'text' : 'number';
  return element(
    property['x-multiline'] ? 'textarea' : 'input',
    property['x-multiline'] ? {} : { type, value: value ?? '' },
    property['x-multiline'] ? [value ?? ''] : [],
  );
}

function cell(value, format, language) {
  if (value === null || value === undefined) return '—';
  if (format === 'percent') return new Intl.NumberFormat(language, { style: 'percent' }).format(value);
  if (format === 'number') return new Intl.NumberFormat(language).format(value);
  if (format === 'date' || format === 'dateTime')
    return new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      ...(format === 'dateTime' ? { timeStyle: 'short' } : {}),
    }).format(new Date(value));
  if (format === 'yesNo' || typeof value === 'boolean') return value ? '✓' : '✗';
  return String(value);
}

/** An element with attributes and children; texts become text. */
export function element(name, attributes, children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

export function button(text, act) {
  const made = element('button', { type: 'button' }, [text]);
  made.addEventListener('click', act);
  return made;
}
