import { lying } from '../lying-engine.ts';
import type { CaseGroup, StagedCase } from '../types.ts';

/** A worker that a plugin took over says these lines in place of running the call. `CALL` stands for its call id. */
const says = (name: string, lines: string[], expected: string, times = 1, end = '\n'): StagedCase => ({
  name,
  limitClass: 'interactive',
  expected: [expected],
  run: (stage) => lying({ lines, times, end, codeOf: stage.codeOf }),
});

const done = '{"t":"done","callId":"CALL","code":"ok","body":"1","cpuMs":1}';

/** What an escape would meet: this side believes nothing that a worker says. */
export const TAKEN_OVER: CaseGroup = {
  group: 'A worker taken over',
  cases: [
    says(
      'speaks of another call',
      ['{"t":"done","callId":"other","code":"ok","body":"1","cpuMs":1}'],
      'worker_died',
    ),
    says('says no JSON', ['not json'], 'worker_died'),
    says('says an unknown message', ['{"t":"__proto__","callId":"CALL"}'], 'worker_died'),
    says('sends a line without end', ['x'], 'worker_died', 10_000_000, ''),
    says('sends brackets without end', ['['], 'worker_died', 380_000, ''),
    says('floods log lines', ['{"t":"log","callId":"CALL","body":"{}"}'], 'worker_died', 100_000),
    says(
      'floods host calls',
      ['{"t":"host","callId":"CALL","id":"1","name":"x.y","body":"{}"}'],
      'too_many_host_calls',
      10_000,
    ),
    says('claims a code of the supervisor', [done.replace('"ok"', '"revoked"')], 'guest_error'),
    says('claims a negative time', [done.replace('"cpuMs":1', '"cpuMs":-1e9')], 'ok'),
    says('answers twice', [done, done.replace('"1"', '"2"')], 'ok'),
    says(
      'sends a result with a prototype',
      [done.replace('"1"', '"{\\"__proto__\\":{\\"admin\\":true}}"')],
      'ok',
    ),
    says('goes silent', [], 'timeout_wall'),
  ],
};
