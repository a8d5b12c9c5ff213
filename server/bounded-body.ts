/** The body of a request read whole, or null where there is none. Nothing beyond `most` bytes is read. */
export async function boundedBody(request: Request, most: number): Promise<Buffer<ArrayBuffer> | null | 'too large'> {
  if (request.body === null) return null
  if (Number(request.headers.get('content-length') ?? 0) > most) return 'too large'
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.byteLength
    if (bytes > most) return 'too large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
