package dev.valet.local.aws;

import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.policy.Request;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** sts:AssumeRole: bounds, then both sides' consent, then a session. */
final class AssumeRole {
    static final String ASSUME = "sts:AssumeRole";
    static final String TAG_SESSION = "sts:TagSession";
    static final String SET_SOURCE_IDENTITY = "sts:SetSourceIdentity";
    /** AWS caps a session that starts a session at an hour. */
    private static final int CHAINED_SECONDS = 3600;

    private final Accounts accounts;
    private final Access access;
    private final Sessions sessions;

    AssumeRole(Accounts accounts, Access access, Sessions sessions) {
        this.accounts = accounts;
        this.access = access;
        this.sessions = sessions;
    }

    Answer answer(QueryCall query) {
        AssumeRoleRequest asked = AssumeRoleRequest.read(query);
        Caller caller = query.call().caller();
        Role role = authorized(query.call(), asked);
        requireDuration(asked, caller, role);
        requireManagedPolicies(asked, role);
        Optional<String> sourceIdentity = sourceIdentity(asked, caller);
        Map<String, String> inherited = inherited(asked, caller);
        int packed = PackedSize.percent(asked);

        Instant issued = query.call().now().truncatedTo(ChronoUnit.SECONDS);
        var transitive = new TreeSet<>(asked.transitiveKeys());
        transitive.addAll(inherited.keySet());
        var session = new Session(
                role.arn(),
                role.id(),
                asked.sessionName(),
                issued,
                issued.plusSeconds(asked.seconds()),
                asked.policies(),
                asked.policyArns(),
                Tags.override(inherited, asked.tags()),
                Set.copyOf(transitive),
                sourceIdentity);
        return answer(query, session, sessions.start(session), packed);
    }

    private static Answer answer(QueryCall query, Session session, Credentials credentials, int packed) {
        return query.answer(
                Xml.node(
                        "Credentials",
                        Xml.leaf("AccessKeyId", credentials.accessKeyId()),
                        Xml.leaf("SecretAccessKey", credentials.secretAccessKey()),
                        Xml.leaf("SessionToken", credentials.sessionToken().orElse(null)),
                        Xml.leaf("Expiration", session.expires().toString())),
                Xml.node(
                        "AssumedRoleUser", Xml.leaf("AssumedRoleId", session.userId()), Xml.leaf("Arn", session.arn())),
                Xml.leaf("PackedPolicySize", packed == 0 ? null : Integer.toString(packed)),
                Xml.leaf("SourceIdentity", session.sourceIdentity().orElse(null)));
    }

    /** A role that is not there sounds like one that does not trust the caller. */
    private Role authorized(Call call, AssumeRoleRequest asked) {
        Optional<Role> role = accounts.role(asked.roleArn());
        for (String action : actions(asked, call.caller())) {
            Request request = access.request(call, action, asked.roleArn(), asked.context(action));
            Decision decision =
                    role.map(found -> decide(found, request, call.caller())).orElse(new Decision.Denied(""));
            if (decision instanceof Decision.Denied(String because)) {
                throw Access.denied(call.caller(), action, asked.roleArn(), because);
            }
        }
        return role.orElseThrow();
    }

    /** Tags and a source identity need consent of their own, inherited ones too. */
    private static List<String> actions(AssumeRoleRequest asked, Caller caller) {
        var actions = new ArrayList<>(List.of(ASSUME));
        Optional<Session> from = caller.session();
        if (!asked.tags().isEmpty()
                || from.filter(s -> !s.transitiveKeys().isEmpty()).isPresent()) {
            actions.add(TAG_SESSION);
        }
        if (asked.sourceIdentity()
                .or(() -> from.flatMap(Session::sourceIdentity))
                .isPresent()) {
            actions.add(SET_SOURCE_IDENTITY);
        }
        return actions;
    }

    /**
     * Within an account a trust policy that names the caller is enough. One that names the account hands the decision
     * to the caller's own policies, and across accounts both sides must agree in any case.
     */
    private Decision decide(Role role, Request request, Caller caller) {
        var permissions = access.permissions(caller);
        boolean sameAccount = role.account().equals(caller.account());
        return switch (role.trust().answer(request, caller)) {
            case DENIES -> new Decision.Denied("with an explicit deny in a resource-based policy");
            case SILENT ->
                new Decision.Denied("because no resource-based policy allows the " + request.action() + " action");
            case NAMES_THE_CALLER ->
                (sameAccount ? permissions.withoutIdentityLayer(request) : permissions).decide(request);
            case NAMES_THE_ACCOUNT -> permissions.decide(request);
        };
    }

    private static void requireDuration(AssumeRoleRequest asked, Caller caller, Role role) {
        if (asked.seconds() > role.maxSessionSeconds()) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        if (caller.session().isPresent() && asked.seconds() > CHAINED_SECONDS) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
    }

    private void requireManagedPolicies(AssumeRoleRequest asked, Role role) {
        int characters = asked.policyText().orElse("").length();
        for (String arn : asked.policyArns()) {
            var policy = accounts.policy(arn).filter(_ -> Arns.account(arn).equals(role.account()));
            if (policy.isEmpty()) {
                throw new AwsError(
                        400,
                        "MalformedPolicyDocument",
                        "The managed policy " + arn + " is not one of the role's account.");
            }
            characters += policy.get().text().length();
        }
        if (characters > 2_048) {
            throw new AwsError(400, "PackedPolicyTooLarge", "Session policies together exceed 2048 characters.");
        }
    }

    /** Once set it stays, through every hop. */
    private static Optional<String> sourceIdentity(AssumeRoleRequest asked, Caller caller) {
        Optional<String> given = caller.session().flatMap(Session::sourceIdentity);
        if (given.isPresent() && asked.sourceIdentity().isPresent() && !given.equals(asked.sourceIdentity())) {
            throw AwsError.denied("The source identity of a session cannot be changed.");
        }
        return asked.sourceIdentity().or(() -> given);
    }

    private static Map<String, String> inherited(AssumeRoleRequest asked, Caller caller) {
        var inherited = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        caller.session()
                .ifPresent(from -> from.transitiveKeys()
                        .forEach(key -> from.tags().forEach((name, value) -> {
                            if (name.equalsIgnoreCase(key)) {
                                inherited.put(name, value);
                            }
                        })));
        if (asked.tags().keySet().stream().anyMatch(inherited::containsKey)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValue",
                    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        }
        return inherited;
    }
}
