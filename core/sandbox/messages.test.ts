import { expect, test } from 'vitest';
import { readWorkerMessage } from './messages.ts';

test('should read exactly the known messages', () => {
  expect(readWorkerMessage('{"t":"ready","extra":1}')).toEqual({ t: 'ready' });
  const done = { t: 'done', callId: 'c', code: 'ok', body: '1', cpuMs: 2 };
  expect(readWorkerMessage(JSON.stringify(done))).toEqual(done);
});

test.each([
  '',
  'null',
  '[]',
  '"ready"',
  '{"t":"__proto__","callId":"c"}',
  '{"t":"idle"}',
  '{"t":"idle","callId":1}',
  '{"t":"host","callId":"c","id":1,"name":"x","body":"{}"}',
  '{"t":"log","callId":"c","body":{}}',
  '{"t":"done","callId":"c","code":"ok","body":"1","cpuMs":"2"}',
])('should refuse %j from a worker', (line) => {
  expect(readWorkerMessage(line)).toBeUndefined();
});
