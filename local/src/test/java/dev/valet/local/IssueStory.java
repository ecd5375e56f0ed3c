package dev.valet.local;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.fault.Call;
import dev.valet.local.fault.Exchange;
import dev.valet.local.fault.Exploration;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.Promises;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An agent asks for a lease while the line breaks as planned, asks again with the same idempotency key over a whole one until
 * it is no longer given anything, and two minutes go by.
 */
final class IssueStory implements Exploration.Story<FaultWorld> {
    private static final String KEY = "the-nightly-report-2026";
    private static final Set<String> REASONS = Arrays.stream(Reason.values())
            .filter(reason -> reason != Reason.INTERNAL)
            .map(Reason::word)
            .collect(Collectors.toSet());

    private final String grant;

    IssueStory(String grant) {
        this.grant = grant;
    }

    @Override
    public List<Call> tell(FaultWorld world, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        var replies = new ArrayList<>(List.of(world.ask(grant, KEY)));
        var told = new Told(world, plan, line.exchanges(), promises);
        told.nothingIsMintedThatIsNotOnRecord();
        told.everySessionHasItsPolicyAndIsAskedForOnce();
        told.aDenialSaysOneOfTheClosedReasons(replies.getFirst());
        told.whatWasMintedAndNotHandedOverIsListedOrCountsAsIssued(replies.getFirst());
        told.whatEndsAValueIsOnRecord(replies.getFirst());
        told.whoTriesAgainGetsThrough(replies.getFirst());

        world.from(FaultPlan.NONE);
        do {
            replies.add(world.ask(grant, KEY));
        } while (replies.getLast().status() == 201 && replies.size() < 4);
        told.oneKeyMintsOnce(replies);
        told.limitsCountWhatWasIssuedAndNothingTwice(replies);

        world.minutesLater(2, "pending");
        told.whatIsListedIsDenied();
        told.secretsAreInTheCredentialAlone(replies);
        return line.calls();
    }

    /** What came of it, as the line and the tables tell. */
    private final class Told {
        private final FaultWorld world;
        private final FaultPlan plan;
        private final List<Exchange> exchanges;
        private final Promises promises;

        private Told(FaultWorld world, FaultPlan plan, List<Exchange> exchanges, Promises promises) {
            this.world = world;
            this.plan = plan;
            this.exchanges = exchanges;
            this.promises = promises;
        }

        private void nothingIsMintedThatIsNotOnRecord() {
            for (var mint : exchanges.stream().filter(IssueStory::mints).toList()) {
                var before = exchanges.stream()
                        .filter(Exchange::isDone)
                        .filter(done -> done.ended() < mint.began())
                        .toList();
                var leases = leases(before);
                promises.check(!leases.isEmpty(), "INV-8 nothing is minted before its lease is on record");
                promises.check(
                        before.stream()
                                .anyMatch(done -> done.call().name().contains("audit INTENT")
                                        && leases.stream().anyMatch(done.body()::contains)),
                        "INV-8 nothing is minted before its INTENT is on record");
                promises.check(
                        mint.service().equals("secretsmanager")
                                || leases.contains(mint.form().get("SourceIdentity")),
                        "INV-8 a session is minted for a lease that is on record");
            }
        }

        private void everySessionHasItsPolicyAndIsAskedForOnce() {
            var asked = new ArrayList<String>();
            for (var assume : exchanges.stream().filter(IssueStory::assumes).toList()) {
                promises.check(
                        !assume.form().getOrDefault("Policy", "").isEmpty(), "INV-10 no session without its policy");
                asked.add(assume.form().getOrDefault("SourceIdentity", ""));
            }
            promises.check(
                    asked.stream().distinct().count() == asked.size(), "INV-10, T-31 no session is asked for twice");
        }

        private void aDenialSaysOneOfTheClosedReasons(SignedHttp.Response reply) {
            boolean closed = reply.status() == 201 || REASONS.contains(reason(reply));
            promises.check(closed, "INV-5 a denial says one of the closed reasons", () -> reply);
        }

        /** Only if nothing at all can be written down is what was minted left to its own end, and then the record says so. */
        private void whatWasMintedAndNotHandedOverIsListedOrCountsAsIssued(SignedHttp.Response reply) {
            if (reply.status() == 201) {
                promises.check(outcomes().isEmpty(), "INV-14 what was handed over is not said to be withheld");
                return;
            }
            for (var lease : minted(exchanges)) {
                boolean couldList = exchanges.stream()
                        .noneMatch(sent -> sent.operation().equals("TransactWriteItems")
                                && sent.fault().isPresent());
                boolean stands = !outcomes().contains(lease);
                promises.check(isListed(lease) || stands, "INV-14 what was minted is listed, or counts as issued");
                promises.check(isListed(lease) || !couldList, "INV-14 what was minted is listed wherever it can be");
            }
        }

        /** A value has no end of its own: what will rotate it is written down before it is handed over. */
        private void whatEndsAValueIsOnRecord(SignedHttp.Response reply) {
            if (reply.status() == 201 && grant.equals(FaultWorld.WEBHOOK)) {
                var state = world.state();
                promises.check(!state.of("due").isEmpty(), "a value that was handed over is due to be rotated");
                promises.check(
                        state.of("leases").stream()
                                .anyMatch(row -> !row.textAt("version", "S").isEmpty()),
                        "the version that was handed over is noted");
            }
        }

        /** T-32: nobody is refused because one answer was lost. */
        private void whoTriesAgainGetsThrough(SignedHttp.Response reply) {
            boolean harmless = plan.isOnce()
                    && exchanges.stream()
                            .filter(sent -> sent.fault().isPresent())
                            .noneMatch(sent -> sent.service().equals("sts")); // T-31: asked once
            promises.check(!harmless || reply.status() == 201, "T-32 whoever tries again gets through", () -> reply);
        }

        private void oneKeyMintsOnce(List<SignedHttp.Response> replies) {
            var sent = everything();
            long handed =
                    replies.stream().filter(reply -> reply.status() == 201).count();
            promises.check(handed <= 1, "INV-13 one key hands over one credential");
            long claimed = sent.stream()
                    .filter(each -> each.call().name().equals("dynamodb PutItem once") && each.isDone())
                    .count();
            promises.check(claimed <= 1, "INV-13 one key is claimed once");
            promises.check(minted(sent).size() <= 1, "INV-13 one key mints at most one session", () -> minted(sent));
            promises.check(
                    replies.getLast().status() != 201,
                    "INV-13 a repeat has no credential, whatever came of the first",
                    () -> replies);
        }

        private void limitsCountWhatWasIssuedAndNothingTwice(List<SignedHttp.Response> replies) {
            long issued =
                    replies.stream().filter(reply -> reply.status() == 201).count();
            long tried = everything().stream()
                    .filter(sent -> sent.call().name().contains("Item limits"))
                    .flatMap(sent -> leaseIds(sent.body()).stream())
                    .distinct()
                    .count();
            for (var row : world.state().of("limits")) {
                long counted = Long.parseLong(row.textAt("total", "N"));
                promises.check(
                        issued <= counted && counted <= tried,
                        "INV-19 a limit counts what was issued, and no lease twice",
                        () -> issued + " issued, " + counted + " counted, " + tried + " tried");
            }
        }

        private void whatIsListedIsDenied() {
            for (var mint :
                    everything().stream().filter(IssueStory::mintsSession).toList()) {
                if (mint.isDone() && isListed(mint.form().getOrDefault("SourceIdentity", ""))) {
                    promises.check(
                            !world.works(grant, session(mint)),
                            "INV-14 a session that is listed is denied in two minutes");
                }
            }
            promises.check(
                    world.state().of("pending").isEmpty(),
                    "what was begun is finished in two minutes",
                    () -> world.state().of("pending"));
        }

        private void secretsAreInTheCredentialAlone(List<SignedHttp.Response> replies) {
            var canaries = new ArrayList<Canary>();
            for (var told : everything()) {
                for (var field : List.of("SecretAccessKey", "SessionToken")) {
                    Optional.of(told.told(field))
                            .filter(secret -> !secret.isEmpty())
                            .ifPresent(secret -> canaries.add(new Canary(field, secret, Set.of())));
                }
            }
            world.valet.world().secrets().forEach(value -> canaries.add(new Canary("a secret", value, Set.of())));
            var hunt = new Hunt(canaries);
            hunt.look("the state table", Canary.latin1(world.state().text()));
            hunt.look("the audit", Canary.latin1(world.audit().text()));
            replies.forEach(reply -> hunt.look("a reply", Canary.latin1(withoutCredential(reply))));
            promises.check(hunt.finds().isEmpty(), "INV-15 secrets are in the credential alone", hunt::finds);
        }

        private List<Exchange> everything() {
            return world.lines().stream()
                    .flatMap(line -> line.exchanges().stream())
                    .toList();
        }

        /** The leases that the audit says were withheld. */
        private List<String> outcomes() {
            return world.recorded().stream()
                    .filter(entry -> entry.textAt("phase").equals("OUTCOME"))
                    .map(entry -> entry.textAt("lease"))
                    .toList();
        }

        private boolean isListed(String lease) {
            return world.state().of("revocations").stream()
                    .anyMatch(row -> row.textAt("scope", "S").contains(lease));
        }
    }

    private static boolean assumes(Exchange sent) {
        return sent.operation().equals("AssumeRole");
    }

    /** For a lease: a probe's session, or the revoker's, is another matter. */
    private static boolean mintsSession(Exchange sent) {
        return assumes(sent) && sent.form().getOrDefault("SourceIdentity", "").startsWith("vl-");
    }

    private static boolean mints(Exchange sent) {
        return mintsSession(sent) || sent.operation().equals("GetSecretValue");
    }

    /** The leases that have a session. */
    private static List<String> minted(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(IssueStory::mintsSession)
                .filter(Exchange::isDone)
                .map(mint -> mint.form().getOrDefault("SourceIdentity", ""))
                .toList();
    }

    private static List<String> leases(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(sent -> sent.call().name().equals("dynamodb PutItem leases"))
                .map(sent -> sent.json().textAt("Item", "sk", "S"))
                .distinct()
                .toList();
    }

    private static List<String> leaseIds(String body) {
        return java.util.regex.Pattern.compile("vl-[0-9A-HJKMNP-TV-Z]{26}")
                .matcher(body)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    private static Credentials session(Exchange mint) {
        return new Credentials(
                mint.told("AccessKeyId"),
                mint.told("SecretAccessKey"),
                Optional.of(mint.told("SessionToken")),
                Optional.empty());
    }

    private static String reason(SignedHttp.Response reply) {
        return StrictJson.read(reply.body()).textAt("reason");
    }

    private static String withoutCredential(SignedHttp.Response reply) {
        var json = StrictJson.read(reply.body());
        return json instanceof Json.Obj && reply.status() == 201
                ? json.at("lease").text()
                : reply.body();
    }
}
