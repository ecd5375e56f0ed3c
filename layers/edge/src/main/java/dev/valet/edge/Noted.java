package dev.valet.edge;

import dev.valet.action.PerformanceId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;

/**
 * What the request log may say about one reply: an allow-list, closed words and names that Valet checked.
 *
 * @param outcome {@code issued}, {@code denied.<reason>} and the like; changing one breaks alarms
 * @param lease a lease's id, or a performance's
 * @param cause the deciding rule or a code of ours; never an upstream's text
 */
public record Noted(String outcome, String agent, String grant, String lease, String cause) {
    /** Something was read, and nothing more is worth a word. */
    public static final Noted READ = of("read");

    public static Noted of(String outcome) {
        return new Noted(outcome, "", "", "", "");
    }

    public static Noted of(String outcome, AgentId agent, GrantId grant, LeaseId lease) {
        return new Noted(outcome, agent.text(), grant.text(), lease.text(), "");
    }

    /** @param performance is named where a lease would be */
    public Noted about(AgentId agent, GrantId grant, PerformanceId performance) {
        return new Noted(outcome, agent.text(), grant.text(), performance.text(), cause);
    }

    public Noted because(String code) {
        return new Noted(outcome, agent, grant, lease, code);
    }
}
