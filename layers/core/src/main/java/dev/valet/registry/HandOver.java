package dev.valet.registry;

import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders the writes of agents so that an identity is given up by one before another takes it. */
final class HandOver {
    private HandOver() {}

    /** Agents that trade identities in a ring have no such order; each is noted in {@code problems}. */
    static List<Change> order(List<Configuration.Stored> stored, List<Change> writes, List<Inconsistency> problems) {
        var holders = holders(stored);
        var waiting = new ArrayList<>(writes);
        var ordered = new ArrayList<Change>();
        while (!waiting.isEmpty()) {
            var names = new HashSet<String>();
            waiting.forEach(change -> names.add(change.document().id()));
            var free = waiting.stream()
                    .filter(change -> !takesFromAny(change, holders, names))
                    .toList();
            if (free.isEmpty()) {
                waiting.forEach(
                        change -> problems.add(
                                new Inconsistency(
                                        change.document(),
                                        "/identities",
                                        "take none that another agent gives up while it takes one of this agent's; apply that in two steps")));
                return writes;
            }
            ordered.addAll(free);
            waiting.removeAll(free);
        }
        return ordered;
    }

    private static Map<Principal, String> holders(List<Configuration.Stored> stored) {
        var holders = new HashMap<Principal, String>();
        for (var one : stored) {
            if (one.document() instanceof Document.OfAgent(Agent agent)) {
                agent.identities()
                        .forEach(identity -> holders.put(identity, agent.id().text()));
            }
        }
        return holders;
    }

    private static boolean takesFromAny(Change change, Map<Principal, String> holders, Set<String> waiting) {
        if (!(change.document() instanceof Document.OfAgent(Agent agent))) {
            return false;
        }
        return agent.identities().stream()
                .map(identity -> holders.getOrDefault(identity, ""))
                .anyMatch(holder -> !holder.equals(agent.id().text()) && waiting.contains(holder));
    }
}
