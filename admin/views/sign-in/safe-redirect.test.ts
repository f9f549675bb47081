import { describe, expect, it } from 'vitest';
import { safeRedirect } from './safe-redirect.ts';

describe('where a sign-in leads', () => {
  it('R6: should stay in the panel, whatever was asked for', () => {
    for (const wanted of [
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      'https://evil.example/admin',
      '/admin/../../evil',
      '/admin\\@evil.example',
      '/adminevil',
      '/admin@evil.example',
      'javascript:alert(1)',
      '/admin/login?redirect=/admin',
      '/admin/logout',
      ' /admin',
      '%2f%2fevil.example',
      ['/admin/register'],
      undefined,
    ])
      expect(safeRedirect(wanted), String(wanted)).toBe('/admin');
  });

  it('should lead back to the page that was asked for', () => {
    expect(safeRedirect('/admin/register?date=2026-01-15')).toBe('/admin/register?date=2026-01-15');
    expect(safeRedirect('/admin')).toBe('/admin');
  });
});
