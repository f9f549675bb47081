import { availableParallelism } from 'node:os';
import path from 'node:path';
import { academicsSection } from './academics/section.ts';
import { entitlementsSection } from './billing/entitlements-section.ts';
import { meteringSection } from './billing/metering-section.ts';
import { ratingSection } from './billing/rating-section.ts';
import { oneRosterSection } from './oneroster/section.ts';
import { writeSections } from './page.ts';
import { pluginsSection } from './plugins/section.ts';
import { signInStormSection } from './sign-in-storm-section.ts';

/*
 * npm run bench: our path and its baseline in one run; prints ratios and writes docs/performance.md. Fails when a target does
 * not hold. `npm run bench -- plugins` runs one part and leaves the others as they are on the page.
 */
const SECTIONS = {
  storm: () => signInStormSection(Number(process.env.BENCH_PORT ?? 3690)),
  academics: () => academicsSection(Number(process.env.BENCH_PORT ?? 3690) + 100),
  plugins: pluginsSection,
  rating: ratingSection,
  entitlements: entitlementsSection,
  metering: meteringSection,
  oneroster: oneRosterSection,
};

const INTRO = `# Performance

Written by \`npm run bench\`, which runs our path and its baseline in one run with the rounds interleaved, checks every answer,
and fails when a target does not hold. Load and server share the machine (${availableParallelism()} cores, Node ${process.version}): read times as relative.`;

const wanted = process.argv.slice(2);
const sections = [];
for (const [name, run] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const section = await run();
  sections.push(section);
  process.stdout.write(`## ${section.title}\n\n${section.text}\n\n`);
  // Each by itself: an hour of figures is not lost when the last minute breaks.
  writeSections(path.join(import.meta.dirname, '../../docs/performance.md'), INTRO, [section]);
}
process.exit(sections.every(({ holds }) => holds) ? 0 : 1);
