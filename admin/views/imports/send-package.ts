'use client';

export type SendOutcome = { runId: string } | { message?: string; isStopped: boolean };

/** Uploads a sheet. Sent once however often the network makes the browser try. Never rejects. */
export async function sendSheet(
  file: File,
  collection: string,
): Promise<{ runId: string } | { message?: string }> {
  try {
    const response = await fetch(`/api/sheets/upload?collection=${encodeURIComponent(collection)}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/octet-stream',
        'X-File-Name': encodeURIComponent(file.name),
        'Idempotency-Key': crypto.randomUUID(),
      },
      body: file,
    });
    const body = (await response.json()) as { runId?: string; errors?: { message?: string }[] };
    if (response.ok && body.runId) return { runId: body.runId };
    const message = body.errors?.[0]?.message;
    return message === undefined ? {} : { message };
  } catch {
    return {};
  }
}

/** Uploads a package with progress, which fetch cannot tell. `result` never rejects. */
export function sendPackage(
  file: File,
  onPercent: (percent: number) => void,
): { result: Promise<SendOutcome>; stop: () => void } {
  const request = new XMLHttpRequest();
  const result = new Promise<SendOutcome>((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onPercent((loaded / total) * 100);
    });
    request.addEventListener('load', () => {
      const body = request.response as { runId?: string; errors?: { message?: string }[] } | null;
      if (request.status === 200 && body?.runId) resolve({ runId: body.runId });
      else resolve({ isStopped: false, message: body?.errors?.[0]?.message });
    });
    request.addEventListener('error', () => resolve({ isStopped: false }));
    request.addEventListener('abort', () => resolve({ isStopped: true }));
    request.open('POST', '/api/imports/upload');
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/zip');
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    request.send(file);
  });
  return { result, stop: () => request.abort() };
}
