package dev.valet.reconciliation;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.audit.Finding;
import dev.valet.identity.RoleArn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the audit against CloudTrail, both ways (INV-23): a call without a lease, a lease without a call, a call that asked for
 * something else than Valet asks for (S-1), a probe without a record, and anybody but Valet who assumed a managed role. It believes the records; verify
 * them first.
 */
public final class Reconcile {
    private static final String MANAGED = "/valet/";
    /** In each account whose roles are leased (target.yaml): it looks whether a deny acts, with sessions of its own. */
    private static final String REVOKER = "valet-revoker";

    private final String issueRole;
    private final String issueRoleId;
    private final Map<String, Leased> leases = new TreeMap<>();
    private final Set<String> withheld = new HashSet<>();
    private final Set<String> probes = new HashSet<>();
    private final Map<String, AssumeRoleCall> calls = new LinkedHashMap<>();

    /**
     * @param issueRole the ARN of the only role that leases
     * @param issueRoleId its {@code AROA…} id, by which the trails of other accounts know it
     */
    public Reconcile(String issueRole, String issueRoleId) {
        this.issueRole = issueRole;
        this.issueRoleId = issueRoleId;
    }

    /**
     * Takes in a record of the audit.
     *
     * @throws Malformed when it is none
     */
    public void record(Json record) {
        var entry = record.at("entry");
        switch (entry.textAt("phase")) {
            case "INTENT" -> leases.put(entry.textAt("lease"), Leased.read(entry));
            case "OUTCOME" -> withheld.add(entry.textAt("lease"));
            case "PROBE" -> probes.add(entry.textAt("facts", "probe"));
            default -> {} // of all the phases, these say which sessions there are
        }
    }

    /** Takes in an event of CloudTrail's; those of other calls do not matter, and the same call told twice is one. */
    public void event(Json event) {
        AssumeRoleCall.read(event).ifPresent(call -> calls.merge(call.id(), call, Reconcile::fuller));
    }

    /** The account that called knows the caller's role, the one called into does not. */
    private static AssumeRoleCall fuller(AssumeRoleCall one, AssumeRoleCall other) {
        return one.callerRole().isEmpty() ? other : one;
    }

    /**
     * Says what does not fit.
     *
     * @param from leases before it need no call, because the trail does not reach so far back
     * @param to nor those from it on
     */
    public Reconciliation result(Instant from, Instant to) {
        var findings = new ArrayList<Finding>();
        var made = new HashSet<String>();
        int considered = 0;
        for (var call : calls.values()) {
            if (!call.failed() && (isManaged(call) || isValets(call))) {
                considered++;
                findings.addAll(judge(call, made));
            }
        }
        leases.values().stream()
                .filter(lease -> lease.endedBySts() && !made.contains(lease.id()) && !withheld.contains(lease.id()))
                .filter(lease -> !lease.at().isBefore(from) && lease.at().isBefore(to))
                .forEach(lease -> findings.add(new Finding(
                        "lease " + lease.id(),
                        "counts as issued, and no call was made for it"
                                + (wasRefused(lease) ? ": STS refused it, and the outcome is not on record" : ""))));
        return new Reconciliation(leases.size(), considered, findings);
    }

    private List<Finding> judge(AssumeRoleCall call, Set<String> made) {
        var place = "event " + call.id();
        if (isRevokers(call)) {
            return probe(call, place);
        }
        if (!isValets(call)) {
            return List.of(new Finding(place, "somebody else assumed " + call.role() + ": " + caller(call)));
        }
        var lease = leases.get(call.sourceIdentity());
        if (lease == null) {
            return List.of(new Finding(
                    place,
                    "is a call without a lease: " + call.role() + " as "
                            + (call.sourceIdentity().isEmpty() ? "nobody" : call.sourceIdentity())));
        }
        var findings = new ArrayList<Finding>();
        if (!made.add(lease.id())) {
            findings.add(new Finding(place, "is a second call for lease " + lease.id()));
        }
        call.breaches(lease)
                .forEach(wanted -> findings.add(new Finding(place, "for lease " + lease.id() + " lacks " + wanted)));
        return findings;
    }

    private List<Finding> probe(AssumeRoleCall call, String place) {
        var findings = new ArrayList<Finding>();
        if (!probes.contains(call.sourceIdentity())) {
            findings.add(new Finding(place, "is a probe without a record: " + call.role()));
        }
        if (call.policy().isEmpty()) {
            findings.add(new Finding(place, "is a probe that lacks a session policy"));
        }
        return findings;
    }

    private boolean wasRefused(Leased lease) {
        return calls.values().stream()
                .anyMatch(call -> call.failed() && call.sourceIdentity().equals(lease.id()));
    }

    private boolean isValets(AssumeRoleCall call) {
        return call.callerRole().equals(issueRole) || call.callerId().startsWith(issueRoleId + ":");
    }

    /** The revoker of the very account that the role belongs to. */
    private static boolean isRevokers(AssumeRoleCall call) {
        try {
            var caller = RoleArn.parse(call.callerRole());
            return caller.path().equals("/")
                    && caller.name().equals(REVOKER)
                    && caller.account().equals(RoleArn.parse(call.role()).account());
        } catch (Malformed noRole) {
            return false;
        }
    }

    private static boolean isManaged(AssumeRoleCall call) {
        try {
            return RoleArn.parse(call.role()).path().startsWith(MANAGED);
        } catch (Malformed noRole) {
            return false;
        }
    }

    private static String caller(AssumeRoleCall call) {
        return call.callerRole().isEmpty() ? call.callerId() : call.callerRole();
    }
}
