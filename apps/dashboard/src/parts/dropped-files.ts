/** The files of a drop, also those in dropped folders, in the order of their names. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  // Entries must be asked for before anything is waited for: the drop is empty afterwards.
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const flat = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory === true)) return flat;
  const found = await Promise.all(entries.map(async (entry) => (entry === null ? [] : filesOf(entry))));
  return found.flat().toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Deeper folders than this are not cast folders. */
const deepest = 4;

async function filesOf(entry: FileSystemEntry, depth = 0): Promise<readonly File[]> {
  if (entry.name.startsWith('.') || depth > deepest) return [];
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // A folder is read in portions; an empty one is the last.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return files;
    for (const inner of portion) files.push(...(await filesOf(inner, depth + 1)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

export const isPicture = (file: File): boolean =>
  file.type.startsWith('image/') || /\.(?:png|jpe?g|webp|gif|avif|heic|tiff?|bmp)$/i.test(file.name);
