import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TEMPLATE,
  ANNOUNCED_RESOURCES,
  PERMISSION_CATALOGUE,
  PERMISSION_GROUPS,
  permissionsOfTemplate,
  ROLE_TEMPLATE_VERSION,
  ROLE_TEMPLATES,
} from './index.ts';
import { resourceOf } from './services/permission-catalogue.ts';
import { newsOfTemplate } from './services/role-templates.ts';

const root = path.join(import.meta.dirname, '../..');
const codes = Object.keys(PERMISSION_CATALOGUE);

/** Codes that the code asks for by name: in `can`, in pages and in endpoints. */
function codesInSources(): Map<string, string> {
  const found = new Map<string, string>();
  const asked =
    /(?:can\(\s*\w+,|requirePermission\(\s*\w+,|openTool\(\s*\w+,|codes\.has\(|permission:)\s*'([a-z_]+\.[a-z_]+)'/g;
  for (const folder of ['core', 'marketplace', 'admin']) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(name) || /\.test\.ts$|\.next|node_modules/.test(name)) continue;
      const text = readFileSync(path.join(root, folder, name), 'utf8');
      for (const [, code] of text.matchAll(asked)) if (code) found.set(code, `${folder}/${name}`);
    }
  }
  return found;
}

describe('the catalogue of permissions', () => {
  const used = new Map<string, string>();

  beforeAll(async () => {
    process.env.DAFTAR_SECRET ??= 'only-for-reading-the-collections-0000';
    const { default: loading } = await import('../../payload.config.ts');
    const config = await loading;
    for (const { slug, custom } of config.collections) {
      const { resource, readOnly } = custom as { resource?: string; readOnly?: boolean };
      if (!resource) continue;
      used.set(`${resource}.read`, slug);
      if (!readOnly) used.set(`${resource}.write`, slug);
    }
    for (const { path: at, custom } of config.endpoints)
      if (custom?.permission) used.set(String(custom.permission), at);
    for (const [code, file] of codesInSources()) used.set(code, file);
  });

  it('should know every code that a collection, an endpoint or a page asks for', () => {
    const unknown = [...used].filter(([code]) => !Object.hasOwn(PERMISSION_CATALOGUE, code));
    expect(unknown).toEqual([]);
    expect(used.size).toBeGreaterThan(20);
  });

  it('should hold no code that nothing asks for and nobody announced', () => {
    const idle = codes.filter((code) => !used.has(code) && !ANNOUNCED_RESOURCES.includes(resourceOf(code)));
    expect(idle).toEqual([]);
  });

  it.each(codes)('should describe %s in both languages, in exactly one group', (code) => {
    const [en, ar] = PERMISSION_CATALOGUE[code] ?? ['', ''];
    expect(code).toMatch(/^[a-z_]+\.(read|write|export|manage|publish)$/);
    expect(en).toMatch(/^[A-Z].{5,70}$/);
    expect(ar).toMatch(/^\p{Script=Arabic}[\p{Script=Arabic}\p{M}\s،]{3,70}$/u);
    const groups = PERMISSION_GROUPS.filter(({ resources }) => resources.includes(resourceOf(code)));
    expect(groups.map((group) => group.code)).toHaveLength(1);
  });
});

describe('the templates of roles', () => {
  it.each(ROLE_TEMPLATES)('should make $code of known permissions, each once', (template) => {
    const permissions = permissionsOfTemplate(template);
    expect(permissions.filter((code) => !codes.includes(code))).toEqual([]);
    expect(new Set(permissions).size).toBe(permissions.length);
    expect(template.added.length).toBeLessThanOrEqual(ROLE_TEMPLATE_VERSION);
  });

  it('should give the admin everything, and be as new as its newest permission', () => {
    const admin = ROLE_TEMPLATES.find(({ code }) => code === ADMIN_TEMPLATE);
    expect(admin && permissionsOfTemplate(admin).sort()).toEqual([...codes].sort());
    expect(Math.max(...ROLE_TEMPLATES.map(({ added }) => added.length))).toBe(ROLE_TEMPLATE_VERSION);
  });

  it('should never change a version that was released', () => {
    const first = ROLE_TEMPLATES.map(({ code, added }) => [code, added[0]?.length]);
    expect(first).toEqual([
      ['admin', 26],
      ['teacher', 9],
      ['accountant', 7],
      ['guardian', 6],
      ['student', 5],
    ]);
  });

  it('should tell what a template gained, but not what a school gave up', () => {
    const ask = (templateCode: string | null, templateVersion: number, held: string[]) =>
      newsOfTemplate({ templateCode, templateVersion, codes: held });
    expect(ask('admin', 1, ['sso.read'])).toEqual(expect.arrayContaining(['sso.write', 'audit.read']));
    expect(ask('admin', 1, ['sso.read'])).not.toContain('sso.read');
    expect(ask('admin', 1, [])).not.toContain('students.read');
    expect(ask('admin', ROLE_TEMPLATE_VERSION, [])).toEqual([]);
    expect(ask('teacher', 1, [])).toEqual([]);
    expect(ask(null, 0, [])).toEqual([]);
    expect(ask('canary', 0, [])).toEqual([]);
  });
});
