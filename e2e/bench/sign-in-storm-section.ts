import type { Summary } from './measure.ts';
import type { Section } from './page.ts';
import { signInStorm } from './sign-in-storm.ts';

const TARGET_MS = 300;

/** Sign-ins that come all at once, and what readers notice of them. */
export async function signInStormSection(port: number): Promise<Section> {
  const storm = await signInStorm(port);
  const row = (name: string, { count, p50, p95, worst }: Summary) =>
    `| ${name} | ${count} | ${p50.toFixed(0)} | ${p95.toFixed(0)} | ${worst.toFixed(0)} |`;
  const holds = storm.readsInStorm.p95 < TARGET_MS;
  return {
    title: 'Sign-in storm',
    holds,
    text: `100 sign-ins in 10 s beside 20 reads a second (open loop: every request has its time, whether the one before is done or not),
three rounds, against the same reads alone. Target: p95 of the reads below ${TARGET_MS} ms.

| | requests | p50 ms | p95 ms | worst ms |
|---|---|---|---|---|
${row('reads alone', storm.readsAlone)}
${row('reads in the storm', storm.readsInStorm)}
${row('sign-ins', storm.signIns)}

p95 of the reads in the storm over alone: ${storm.ratio.toFixed(2)}. The target ${holds ? 'holds' : 'does NOT hold'}.

Why: a password hash (Argon2id, 19 MiB, two passes) takes some 40 ms of a core outside the event loop; two run at once and the
others wait in line, so that sign-ins slow each other and nobody else.`,
  };
}
