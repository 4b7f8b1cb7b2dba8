// Everything under `MPI.`: `import { MPI } from "spmd/mpi"`.
import { createCommunicator } from "../communicator/create.ts";
import { Comm, Intracomm, stateOf } from "./comm.ts";
import { predefined } from "./datatype.ts";
import { job } from "./job.ts";
import { Group } from "./group.ts";
import { Request } from "./request.ts";
import { Message } from "./message.ts";
import { Win } from "./win.ts";
import { fromNobody } from "./probe.ts";
import { contextsEach } from "../communicator/create.ts";
import "./install.ts";

export { Create_keyval, Free_keyval } from "./attributes.ts";
export type { BufferSpec, Memory, VectorSpec, WSpec } from "./buffers.ts";
export { Cartcomm, Comm, Distgraphcomm, Graphcomm, Intercomm, Intracomm, Topocomm } from "./comm.ts";
export * from "./constants.ts";
export { C_DOUBLE_COMPLEX, C_FLOAT_COMPLEX, Datatype, TWODOUBLE, TWOINT } from "./datatype.ts";
export {
  Alloc_mem, Attach_buffer, Detach_buffer, Finalize, Free_mem, Get_error_class, Get_error_string, Get_library_version, Get_processor_name, Get_version, Init, Init_thread, Is_finalized,
  Is_initialized, Is_thread_main, Pcontrol, Query_thread, Wtick, Wtime,
} from "./environment.ts";
export { errorClasses, Exception } from "./exception.ts";
export { Group } from "./group.ts";
export { hook, type Hook, type HookedCall } from "./hooks.ts";
export { Errhandler, ERRORS_ABORT, ERRORS_ARE_FATAL, ERRORS_RETURN, Info } from "./info.ts";
export { Message } from "./message.ts";
export { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MAXLOC, MIN, MINLOC, NO_OP, Op, PROD, REPLACE, SUM } from "./op.ts";
export { Prequest, Request } from "./request.ts";
export { Status } from "./status.ts";
export { Compute_dims } from "./topology.ts";
export { Win } from "./win.ts";
export { Get_address } from "./winDynamic.ts";

export const COMM_WORLD: Intracomm = new Intracomm(() => ({ ...stateOf(job().world), name: "MPI_COMM_WORLD" }));
export const COMM_SELF: Intracomm = new Intracomm(() => {
  const { around, transport } = job().world, members = [transport.rank];
  return { ...stateOf(createCommunicator(around, "COMM_SELF", members, contextsEach, transport.openBoard(members, 0))), name: "MPI_COMM_SELF" };
});
export const COMM_NULL: Comm = new Comm(undefined);
export const REQUEST_NULL: Request = new Request(undefined);
export const GROUP_EMPTY: Group = new Group([]);
export const GROUP_NULL: null = null;
export const DATATYPE_NULL: null = null;
export const OP_NULL: null = null;
export const WIN_NULL: Win = new Win(undefined);
export const BOTTOM: null = null;
export const MESSAGE_NO_PROC: Message = new Message({} as never, fromNobody);
export const INFO_NULL: null = null;
export const Abort = (errorcode?: number): never => COMM_WORLD.Abort(errorcode);

export const {
  BYTE, PACKED, CHAR, SIGNED_CHAR, UNSIGNED_CHAR, C_BOOL, BOOL, SHORT, UNSIGNED_SHORT, INT, UNSIGNED, UNSIGNED_INT, LONG, UNSIGNED_LONG, LONG_LONG, UNSIGNED_LONG_LONG, FLOAT, DOUBLE, FLOAT_INT,
  DOUBLE_INT, LONG_INT, SHORT_INT, INT8_T, UINT8_T, INT16_T, UINT16_T, INT32_T, UINT32_T, INT64_T, UINT64_T, AINT, COUNT, OFFSET, REAL4, REAL8, INTEGER, REAL, DOUBLE_PRECISION,
} = predefined;
