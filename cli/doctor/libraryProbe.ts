// A process of its own that opens an MPI library and says what it is: two libraries in one process disturb each other, and a broken one may end it.
//   node dist/libraryProbe.mjs KOFFI FAMILY [FILE]      prints { file, version, family }, or { error }
import { families } from "../../runtime/transport/mpi/families.ts";
import { findMpi } from "../../runtime/transport/mpi/find.ts";

const [koffi, family, file] = process.argv.slice(2);
try {
  const { name } = families.find((of) => of.name === family)!, mpi = findMpi(koffi!, { file, family: name });
  process.stdout.write(JSON.stringify({ file: mpi.file, version: mpi.version, family: mpi.family.name }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
}
