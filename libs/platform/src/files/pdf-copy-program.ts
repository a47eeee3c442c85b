/**
 * What runs in Python: arguments are the file, its copy, and how large the copy may be (bytes);
 * without any it only looks whether pikepdf is there. Ends with 3 when it is not, 4 for an
 * encrypted file, 5 for one that can't be read, 6 for one that needs too much.
 */
export const PDF_COPY = `
import sys
try:
    import pikepdf
except ImportError:
    sys.exit(3)
if len(sys.argv) == 1:
    sys.exit(0)
source, target, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
try:
    import resource
    for kind, value in ((resource.RLIMIT_CPU, 60), (resource.RLIMIT_FSIZE, most), (resource.RLIMIT_AS, 2 << 30)):
        resource.setrlimit(kind, (value, value))
except (ImportError, ValueError, OSError):
    pass  # Not everywhere; the time limit of our parent holds in any case.

NAMING = ('/Metadata', '/PieceInfo', '/AF', '/LastModified')
FILES = ('/FileAttachment', '/Sound', '/Movie', '/Screen', '/RichMedia', '/3D')

def strip(thing, depth=0):
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in NAMING:
            if key in thing:
                del thing[key]
        kind = thing.get('/Subtype')
        # The author of a comment stands in /T; of a field of a form that is its name.
        if '/T' in thing and ('/Popup' in thing or '/CreationDate' in thing or '/NM' in thing) and kind != '/Widget':
            del thing['/T']
        children = [value for _, value in thing.items()]
    else:
        return
    if depth > 50:
        sys.exit(6)
    for child in children:
        # What is indirect comes by itself.
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            strip(child, depth + 1)

try:
    with pikepdf.open(source) as pdf:
        if pdf.is_encrypted:
            sys.exit(4)
        if '/Info' in pdf.trailer:
            del pdf.trailer['/Info']
        root = pdf.Root
        for key in ('/OpenAction', '/AA', '/Collection', '/Perms'):
            if key in root:
                del root[key]
        if '/Names' in root:
            for key in ('/EmbeddedFiles', '/JavaScript'):
                if key in root.Names:
                    del root.Names[key]
        for page in pdf.pages:
            if '/AA' in page:
                del page['/AA']
            notes = page.get('/Annots')
            if notes is None:
                continue
            kept = [note for note in notes if note.get('/Subtype') not in FILES]
            for note in kept:
                if note.get('/Subtype') != '/Widget' and '/T' in note:
                    del note['/T']
            page.Annots = pikepdf.Array(kept)
        for thing in pdf.objects:
            strip(thing)
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
except pikepdf.PasswordError:
    sys.exit(4)
except MemoryError:
    sys.exit(6)
except pikepdf.PdfError:
    sys.exit(5)
`;
