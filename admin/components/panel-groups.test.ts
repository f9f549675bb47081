import { describe, expect, it } from 'vitest';
import { groupLinks } from './panel-groups.ts';
import type { PanelLink } from './panel-links.ts';

const link = (id: string): PanelLink => ({ id, href: `/admin/${id}`, label: id });

describe('the groups of the navigation', () => {
  it('should put links into their groups in the order of the group and leave empty groups out', () => {
    const groups = groupLinks([link('security'), link('register'), link('dashboard'), link('roles')], 'en');
    expect(groups.map(({ id, title, links }) => [id, title, links.map(({ id }) => id)])).toEqual([
      ['start', undefined, ['dashboard']],
      ['day', 'Every day', ['register']],
      ['access', 'Settings and access', ['roles', 'security']],
    ]);
  });

  it('should put the pages of add-ons after the page of add-ons, and lose no page that it does not know', () => {
    const groups = groupLinks([link('page-report'), link('strange'), link('addOns')], 'ar');
    expect(groups.map(({ title, links }) => [title, links.map(({ id }) => id)])).toEqual([
      ['الإضافات والخطة', ['addOns', 'page-report']],
      [undefined, ['strange']],
    ]);
  });
});
