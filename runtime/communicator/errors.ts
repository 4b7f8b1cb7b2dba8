// What can be wrong with a message, as the communicator finds it. `spmd/mpi` turns the kind into one of its error classes.
export type CommunicationProblem = "truncate" | "count" | "rank" | "root" | "tag" | "communicator";

export class CommunicationError extends Error {
  override readonly name = "CommunicationError";
  constructor(readonly problem: CommunicationProblem, message: string) {
    super(message);
  }
}
