const names = new Map([
  ['hugging-face', 'Hugging Face Papers'],
  ['arxiv', 'arXiv'],
  ['file', 'a file'],
]);

/** What people call a feed, by the id that sightings have; `file` is what no feed is known of. The id where it has no name. */
export function feedName(id: string): string {
  return names.get(id) ?? id;
}
