package dev.valet.admin;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.approval.Approval.State;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What those who decide send. */
final class ApprovalRequest {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_USES = 1000;

    private ApprovalRequest() {}

    /** @param hash of what was read */
    record Yes(String hash, String reason) {}

    /** @throws Malformed with every problem found */
    static Yes yes(Json json) {
        return Fields.read(json, fields -> {
            var hash = fields.parsed("hash", ApprovalRequest::hash);
            var reason = fields.optionalParsed("reason", Reasons::checked);
            return fields.build(() -> new Yes(hash.get(), reason.get().orElse("")));
        });
    }

    private static String hash(String text) {
        Malformed.unless(HASH.matcher(text).matches(), "is 64 hexadecimal digits");
        return text;
    }

    /** @throws Malformed unless there is a reason and nothing else: whoever waited wants to know */
    static String no(Json json) {
        return Fields.read(json, fields -> {
            var reason = fields.parsed("reason", Reasons::checked);
            return fields.build(reason);
        });
    }

    /** @param approvers at least so many; the grant's rule may want more */
    record Beforehand(AgentId agent, GrantId grant, int uses, Duration validFor, int approvers, String reason) {}

    /** @throws Malformed with every problem found */
    static Beforehand beforehand(Json json) {
        return Fields.read(json, fields -> {
            var agent = fields.parsed("agent", AgentId::parse);
            var grant = fields.parsed("grant", GrantId::parse);
            var uses = fields.whole("uses", 1, MOST_USES);
            var minutes = fields.whole("minutes", 1, ApprovalRule.LONGEST.toMinutes());
            var approvers = fields.whole("approvers", 1, ApprovalRule.MOST_APPROVERS, 1);
            var reason = fields.parsed("reason", Reasons::checked);
            return fields.build(() -> new Beforehand(
                    agent.get(),
                    grant.get(),
                    uses.get().intValue(),
                    Duration.ofMinutes(minutes.get()),
                    approvers.get().intValue(),
                    reason.get()));
        });
    }

    /** @throws Malformed for anything but {@code state} with one of its words */
    static Optional<State> state(Map<String, String> query) {
        return Fields.read(Json.strings(query), fields -> {
            var state = fields.optionalParsed("state", ApprovalRequest::state);
            return fields.build(state);
        });
    }

    private static State state(String word) {
        return Arrays.stream(State.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Malformed("is open, approved, denied, used or expired"));
    }
}
