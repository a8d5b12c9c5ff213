/** Where the sealed parts of a web address belong, for sealing and opening. */
export function endpointPlace(workspaceId: string, id: string, field: 'url' | 'secret') {
  return { workspaceId, record: id, field: `endpoint.${field}` }
}
