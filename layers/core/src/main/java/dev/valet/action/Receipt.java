package dev.valet.action;

import dev.valet.Fields;
import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one performed action is attested to have been. None of it is a registered claim of RFC 7519: it has no issuer, subject,
 * audience or end, so whoever checks tokens finds nothing in it that a token has (J-11).
 *
 * @param valet the deployment that performed it, by the audience of its tokens
 * @param principal as {@link dev.valet.identity.Principal#key()}; the hash of a very long one, as {@link #bounded} says
 * @param input SHA-256 of the input's canonical JSON (RFC 8785), in hex
 * @param approval the id of the approval that it used up; empty where none was asked for
 * @param policyRevision of the guardrails and issuers that it was decided on
 * @param reference the provider's own name for it, bounded; empty where it has none
 * @param result SHA-256 of the result's canonical JSON, in hex; empty where no result was handed on
 * @param performedAt to the second
 */
public record Receipt(
        String valet,
        PerformanceId performance,
        String principal,
        AgentId agent,
        GrantId grant,
        ActionId action,
        String input,
        Optional<String> approval,
        long policyRevision,
        String reference,
        Optional<String> result,
        Instant performedAt) {
    /** In UTF-8, and as JSON with its escapes: what a signing call takes is bounded, and a receipt always fits. */
    private static final int MOST_BYTES = 1_000;

    private static final int MOST_REFERENCE = 250;
    private static final int MOST_NAME = 200;
    private static final String HASHED = "sha256:";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]{1," + MOST_NAME + "}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,80}");
    /** The end of the year 9999: a time of more digits is no time of ours. */
    private static final long LAST_SECOND = 253_402_300_799L;

    public Receipt {
        checkName(valet);
        Malformed.unless(fits(principal, MOST_BYTES) && !principal.isEmpty(), "has a principal that fits");
        Malformed.unless(fits(reference, MOST_REFERENCE), "has a reference that fits");
        Malformed.unless(isHash(input) && result.map(Receipt::isHash).orElse(true), "has SHA-256 hashes in hex");
        Malformed.unless(approval.map(Receipt::isId).orElse(true), "names its approval by an id");
        Malformed.unless(policyRevision >= 0, "has a policy revision");
        long second = performedAt.getEpochSecond();
        Malformed.unless(
                performedAt.getNano() == 0 && second >= 0 && second <= LAST_SECOND, "has a time of whole seconds");
    }

    /**
     * What was asked for, who was allowed to, and by what: the part of a receipt that stood before anything was done.
     *
     * @param principal as {@link dev.valet.identity.Principal#key()}, of any length
     * @param input as {@link #hash} says
     */
    public record Basis(
            PerformanceId performance,
            String principal,
            AgentId agent,
            GrantId grant,
            ActionId action,
            String input,
            Optional<String> approval,
            long policyRevision) {}

    /**
     * What came of it.
     *
     * @param result what was handed on; empty where nothing was
     * @param reference the provider's, of any length
     * @param at of any precision
     */
    public record Outcome(Optional<Json.Obj> result, String reference, Instant at) {}

    static Receipt of(String valet, Basis basis, Outcome outcome) {
        return new Receipt(
                valet,
                basis.performance(),
                bounded(basis.principal(), MOST_BYTES),
                basis.agent(),
                basis.grant(),
                basis.action(),
                basis.input(),
                basis.approval(),
                basis.policyRevision(),
                bounded(outcome.reference(), MOST_REFERENCE),
                outcome.result().map(Receipt::hash),
                Instant.ofEpochSecond(outcome.at().getEpochSecond()));
    }

    /** What a receipt says of an input or a result: whoever has it can compare, and nobody else reads it. */
    public static String hash(Json json) {
        return Hash.sha256(json.canonical());
    }

    /** The text, or {@code sha256:} and its hash when it is too long, or no text: what was done is done, and gets its receipt. */
    static String bounded(String text, int most) {
        return fits(text, most) ? text : HASHED + Hash.sha256(text);
    }

    private static boolean fits(String text, int most) {
        return text.length() <= most
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && Json.of(text).canonical().getBytes(StandardCharsets.UTF_8).length <= most;
    }

    /** @throws Malformed unless a deployment can be named so */
    static void checkName(String text) {
        Malformed.unless(
                NAME.matcher(text).matches(),
                "names its deployment with 1 to " + MOST_NAME + " of A-Z a-z 0-9 . _ : / -");
    }

    private static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public Json.Obj json() {
        var json = Json.object()
                .with("valet", valet)
                .with("performance", performance.text())
                .with("principal", principal)
                .with("agent", agent.text())
                .with("grant", grant.text())
                .with("action", action.text())
                .with("input", input)
                .with("approval", approval)
                .with("policyRevision", policyRevision);
        if (!reference.isEmpty()) {
            json.with("reference", reference);
        }
        result.ifPresent(hash -> json.with("result", hash));
        return json.with("performedAt", performedAt.getEpochSecond()).build();
    }

    /** @throws Malformed unless it is exactly what {@link #json()} writes */
    public static Receipt read(Json json) {
        return Fields.read(json, Receipt::read);
    }

    private static @Nullable Receipt read(Fields fields) {
        var valet = fields.text("valet");
        var performance = fields.parsed("performance", PerformanceId::parse);
        var principal = fields.text("principal");
        var agent = fields.parsed("agent", AgentId::parse);
        var grant = fields.parsed("grant", GrantId::parse);
        var action = fields.parsed("action", ActionId::parse);
        var input = fields.text("input");
        var approval = fields.optionalText("approval");
        var policyRevision = fields.whole("policyRevision", 0, Long.MAX_VALUE);
        var reference = fields.optionalText("reference");
        var result = fields.optionalText("result");
        var performedAt = fields.whole("performedAt", 0, LAST_SECOND);
        return fields.build(() -> new Receipt(
                valet.get(),
                performance.get(),
                principal.get(),
                agent.get(),
                grant.get(),
                action.get(),
                input.get(),
                approval.get(),
                policyRevision.get(),
                reference.get().orElse(""),
                result.get(),
                Instant.ofEpochSecond(performedAt.get())));
    }
}
