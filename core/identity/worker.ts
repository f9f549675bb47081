export { conclude, type Outcome, recordFailure } from './services/sso/conclude.ts';
export { findConnection, type SsoConnection } from './services/sso/connections.ts';
export { resumeFlow, type SsoFlow } from './services/sso/flow.ts';
export { finishOidc, startOidc } from './services/sso/oidc.ts';
export { takeTestTicket } from './services/sso/overview.ts';
export { readSamlResponse, samlMetadata, startSaml } from './services/sso/saml.ts';
export { ownPath, schoolAddress } from './services/sso/school-address.ts';
