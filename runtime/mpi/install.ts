// Puts every call on its class, wrapped (hooks.ts). Importing this file once makes the classes complete.
import { attributeCalls } from "./attributes.ts";
import { collectiveCalls } from "./collectives.ts";
import { Cartcomm, Comm, Distgraphcomm, Graphcomm, Intercomm, Intracomm, Topocomm } from "./comm.ts";
import { install } from "./hooks.ts";
import { intercommCalls, intracommInterCalls } from "./intercomm.ts";
import { communicatorCalls } from "./management.ts";
import { neighbourCalls, neighbourProperties } from "./neighbours.ts";
import { nonblockingCalls } from "./nonblocking.ts";
import { objectCollectiveCalls } from "./objectCollectives.ts";
import { objectCalls } from "./objects.ts";
import { persistentCalls } from "./persistent.ts";
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
