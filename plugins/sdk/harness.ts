/** The door for tests of plugins: the real cage, and a demo school in memory that implements every capability. */

export type { Harness, HarnessOptions } from './harness/harness.ts';
export { createHarness } from './harness/harness.ts';
export type { DemoSchool } from './local/demo-school.ts';
export { createDemoSchool } from './local/demo-school.ts';
export { demoId } from './local/demo-values.ts';
export type { CallOptions, CallRecord, RecordedCall } from './local/local-install.ts';
export type { OutgoingRequest, OutgoingResponse, SentMessage } from './local/school-state.ts';
