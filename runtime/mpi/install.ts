// Puts every call on its class, wrapped (hooks.ts). Importing this file once makes the classes complete.
import { attributeCalls } from "./attributes.ts";
import { collectiveCalls } from "./collectives.ts";
import { Cartcomm, Comm, Distgraphcomm, Graphcomm, Intercomm, Intracomm, Topocomm } from "./comm.ts";
import { Datatype } from "./datatype.ts";
import { Group } from "./group.ts";
import { install, nameErrors } from "./hooks.ts";
import { Info } from "./info.ts";
import { intercommCalls, intracommInterCalls } from "./intercomm.ts";
import { communicatorCalls } from "./management.ts";
import { neighbourCalls, neighbourProperties } from "./neighbours.ts";
import { nonblockingCalls } from "./nonblocking.ts";
import { objectCollectiveCalls } from "./objectCollectives.ts";
import { objectCalls } from "./objects.ts";
import { Op } from "./op.ts";
import { persistentCalls } from "./persistent.ts";
import { Prequest } from "./request.ts";
import "./winCalls.ts";
import { pointToPointCalls } from "./pointToPoint.ts";
import { cartCalls, cartProperties, distGraphCalls, graphCalls, topologyMakers } from "./topology.ts";

for (const calls of [pointToPointCalls, objectCalls, persistentCalls, collectiveCalls, objectCollectiveCalls, nonblockingCalls, communicatorCalls, attributeCalls]) install(Comm.prototype, "", calls);
install(Intracomm.prototype, "", topologyMakers);
install(Intracomm.prototype, "", intracommInterCalls);
install(Topocomm.prototype, "", neighbourCalls);
Object.defineProperties(Topocomm.prototype, neighbourProperties);
install(Cartcomm.prototype, "", cartCalls);
Object.defineProperties(Cartcomm.prototype, cartProperties);
install(Graphcomm.prototype, "", graphCalls);
install(Distgraphcomm.prototype, "", distGraphCalls);
install(Intercomm.prototype, "", intercommCalls);
for (const [kind, prefix] of [[Group, "Group."], [Datatype, "Datatype."], [Info, "Info."], [Op, "Op."]] as const) {
  nameErrors(kind, prefix);
  nameErrors(kind.prototype, prefix);
}
nameErrors(Prequest, "Prequest.");
