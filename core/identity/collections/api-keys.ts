import type { CollectionConfig } from 'payload';
import {
  dateTimeField,
  jsonField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

/**
 * A key that lets a program in, or an OAuth 2 client. What it may do are permission codes. The secret is not here: its
 * hash is in `api_key_secrets`, which no REST query can reach.
 */
export const ApiKeys: CollectionConfig = tenantCollection({
  slug: 'api-keys',
  singular: ['API key', 'مفتاح واجهة برمجية'],
  plural: ['API keys', 'مفاتيح الواجهة البرمجية'],
  group: ['Administration', 'الإدارة'],
  resource: 'api_keys',
  readOnly: true,
  uniques: [['prefix']],
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'prefix', 'kind', 'expiresAt', 'lastUsedAt'] },
  fields: [
    textField('name', ['Name', 'الاسم'], { required: true, maxLength: 80 }),
    textField('prefix', ['Begins with', 'يبدأ بـ'], { required: true, maxLength: 40 }),
    selectField(
      'kind',
      ['Kind', 'النوع'],
      { key: ['API key', 'مفتاح'], oauth_client: ['OAuth 2 client', 'عميل OAuth 2'] },
      { required: true, defaultValue: 'key' },
    ),
    jsonField('scopes', ['May do', 'الأذونات']),
    jsonField('allowedAddresses', ['Only from', 'من العناوين فقط']),
    numberField('requestsPerMinute', ['Requests a minute', 'طلبات في الدقيقة'], { min: 1, max: 6000 }),
    dateTimeField('expiresAt', ['Expires', 'ينتهي']),
    dateTimeField('lastUsedAt', ['Last used', 'آخر استخدام']),
    textField('lastUsedFrom', ['Last used from', 'آخر استخدام من'], { maxLength: 64 }),
    dateTimeField('revokedAt', ['Revoked', 'أُلغي']),
    relationField('createdBy', ['Made by', 'أنشأه'], 'users'),
  ],
});
