import type { CollectionConfig } from 'payload';
import {
  flagField,
  jsonField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

/**
 * A school's identity provider. Secrets are not here but sealed in `sso_secrets`, which no REST query can reach.
 * Written by the single sign-on page alone.
 */
export const SsoConnections: CollectionConfig = tenantCollection({
  slug: 'sso-connections',
  singular: ['Single sign-on', 'دخول موحد'],
  plural: ['Single sign-on', 'الدخول الموحد'],
  group: ['Administration', 'الإدارة'],
  resource: 'sso',
  readOnly: true,
  uniques: [['code']],
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'protocol', 'enabled', 'enforced'] },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 40 }),
    textField('name', ['Name', 'الاسم'], { required: true, maxLength: 80 }),
    selectField(
      'protocol',
      ['Protocol', 'البروتوكول'],
      { oidc: ['OpenID Connect', 'OpenID Connect'], saml: ['SAML 2.0', 'SAML 2.0'] },
      { required: true, defaultValue: 'oidc' },
    ),
    flagField('enabled', ['Enabled', 'مفعّل']),
    flagField('enforced', ['Only this way in', 'الدخول بهذه الطريقة فقط']),
    textField('issuer', ['Issuer', 'الجهة المُصدرة'], { maxLength: 500 }),
    textField('clientId', ['Client id', 'معرّف العميل']),
    textField('entryPoint', ['Sign-in address', 'عنوان تسجيل الدخول'], { maxLength: 500 }),
    {
      name: 'certificate',
      type: 'textarea',
      maxLength: 8000,
      label: { en: 'Certificate', ar: 'الشهادة' },
    },
    textField('roleClaim', ['Claim with roles', 'حقل الأدوار'], { maxLength: 120 }),
    jsonField('roleMapping', ['Roles by claim', 'الأدوار بحسب الحقل']),
    relationField('defaultRole', ['Role of new people', 'دور المستخدمين الجدد'], 'roles'),
    flagField('createsUsers', ['Makes accounts at first sign-in', 'ينشئ الحسابات عند أول دخول']),
  ],
});
