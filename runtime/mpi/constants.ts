// The constants of MPI. Numbers that programs may print or compare are those of Open MPI; the rest only have to differ.
import { anySource, anyTag } from "../transport/transport.ts";

export const ANY_SOURCE: number = anySource;
export const ANY_TAG: number = anyTag;
export const PROC_NULL = -2;
export const ROOT = -4;
export const UNDEFINED = -32766;
/** Tags go from 0 to this. */
export const TAG_UB = 0x7fffffff;
export const WTIME_IS_GLOBAL = 1;

/** In place of a send buffer: the data is already where the result goes. */
export const IN_PLACE: unique symbol = Symbol("MPI.IN_PLACE");
export type InPlace = typeof IN_PLACE;

export const IDENT = 0;
export const CONGRUENT = 1;
export const SIMILAR = 2;
export const UNEQUAL = 3;

export const CART = 1;
export const GRAPH = 2;
export const DIST_GRAPH = 3;

export const COMM_TYPE_SHARED = 0;
export const ORDER_C = 0;
export const ORDER_FORTRAN = 1;
export const ORDER_F = 1;

export const THREAD_SINGLE = 0;
export const THREAD_FUNNELED = 1;
export const THREAD_SERIALIZED = 2;
export const THREAD_MULTIPLE = 3;

export const LOCK_EXCLUSIVE = 1;
export const LOCK_SHARED = 2;
export const MODE_NOCHECK = 1;
export const MODE_NOSTORE = 2;
export const MODE_NOPUT = 4;
export const MODE_NOPRECEDE = 8;
export const MODE_NOSUCCEED = 16;
export const WIN_FLAVOR_CREATE = 1;
export const WIN_FLAVOR_ALLOCATE = 2;
export const WIN_FLAVOR_DYNAMIC = 3;
export const WIN_FLAVOR_SHARED = 4;
export const WIN_SEPARATE = 1;
export const WIN_UNIFIED = 2;

export const BSEND_OVERHEAD = 128;
export const MAX_PROCESSOR_NAME = 256;
export const KEYVAL_INVALID = -1;
export const VERSION = 4;
export const SUBVERSION = 1;
