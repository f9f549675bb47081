import { type ActionAnswer, type ActionInput, definePlugin, type PluginContext } from '../../sdk/index.ts';
import { filesPage } from './files-page.ts';
import { makeCertificates } from './make.ts';

/** Certificates for chosen pupils or a class, as files that people of the school can take. */
export const plugin = definePlugin({
  actions: {
    'make-for-students': ({ recordIds, values }, context) =>
      makeCertificates({ ids: recordIds }, values, context),
    'make-for-class': ({ recordIds: [classroomId = ''], values }, context) =>
      makeCertificates({ classroomId }, values, context),
    download: (input, context) => withFile(input, context, async (fileId) => ({ fileId })),
    delete: (input, context) =>
      withFile(input, context, async (fileId) => {
        const gone = await context.files.delete({ fileId });
        return gone.ok
          ? { message: context.both('deleted'), tone: 'good' }
          : { message: context.both('failed'), tone: 'bad' };
      }),
  },
  pages: { files: (_input, context) => filesPage(context) },
});

async function withFile(
  { values }: ActionInput,
  context: PluginContext<Record<string, unknown>>,
  work: (fileId: string) => Promise<ActionAnswer>,
): Promise<ActionAnswer> {
  const fileId = typeof values.fileId === 'string' ? values.fileId : '';
  const link = await context.files.link({ fileId });
  return link.ok ? work(fileId) : { message: context.both('unknown'), tone: 'warning' };
}
