package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.policy.Permissions;
import dev.valet.local.aws.policy.Permissions.Layer;
import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.policy.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller may do at this moment, from the documents as they stand at this moment. */
final class Access {
    private static final Permissions EVERYTHING =
            new Permissions(List.of(new Layer("identity-based policy", List.of(Policy.identity("""
                            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")))));

    private final Accounts accounts;

    Access(Accounts accounts) {
        this.accounts = accounts;
    }

    /** @param owner the account that owns the resource; nobody here shares across accounts but a role's trust */
    void require(Call call, String action, String resource, String owner, Context extra) {
        Caller caller = call.caller();
        Decision decision = owner.equals(caller.account())
                ? permissions(caller).decide(request(call, action, resource, extra.put("aws:ResourceAccount", owner)))
                : new Decision.Denied("because no resource-based policy allows the " + action + " action");
        if (decision instanceof Decision.Denied(String because)) {
            throw denied(caller, action, resource, because);
        }
    }

    static AwsError denied(Caller caller, String action, String resource, String because) {
        return AwsError.denied("User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: "
                + resource + " " + because);
    }

    Request request(Call call, String action, String resource, Context extra) {
        Context context = context(call.caller(), call.now())
                .put("aws:SourceIp", call.request().sourceIp())
                .put("aws:RequestedRegion", call.region())
                .put("aws:UserAgent", call.request().header("user-agent").orElse(null))
                .and(extra);
        return new Request(action, resource, context);
    }

    /** Without the keys that come from the connection. */
    Context context(Caller caller, Instant now) {
        var context = new Context()
                .put("aws:CurrentTime", now.toString())
                .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
                .put("aws:SecureTransport", "false")
                .put("aws:PrincipalAccount", caller.account())
                .put("aws:PrincipalArn", caller.principalArn())
                .put("aws:PrincipalType", caller.session().isPresent() ? "AssumedRole" : "User")
                .put("aws:userid", caller.userId())
                .putTags("aws:PrincipalTag", principalTags(caller));
        if (caller.session().isEmpty()) {
            return context.put("aws:username", Administrator.NAME);
        }
        Session session = caller.session().get();
        return context.put("aws:TokenIssueTime", session.issued().toString())
                .put("aws:SourceIdentity", session.sourceIdentity().orElse(null));
    }

    /** The role's own tags, each overridden by a session tag of the same key in any case. */
    Map<String, String> principalTags(Caller caller) {
        return caller.session()
                .map(session -> Tags.override(role(session).map(Role::tags).orElse(Map.of()), session.tags()))
                .orElse(Map.of());
    }

    /** Nobody but an account's administrator may do anything without a role that says so. */
    Permissions permissions(Caller caller) {
        return caller.session()
                .map(session ->
                        role(session).map(role -> permissions(role, session)).orElse(Permissions.NONE))
                .orElseGet(() -> accounts.administrator(caller.accessKeyId())
                        .filter(each -> each.caller().equals(caller))
                        .map(_ -> EVERYTHING)
                        .orElse(Permissions.NONE));
    }

    /** The role that was assumed; not another one made later under its name. */
    private Optional<Role> role(Session session) {
        return accounts.role(session.roleArn()).filter(role -> role.id().equals(session.roleId()));
    }

    private Permissions permissions(Role role, Session session) {
        var layers = new ArrayList<Layer>();
        var own = new ArrayList<>(role.inline().values());
        own.addAll(managed(role.attached()));
        layers.add(new Layer("identity-based policy", List.copyOf(own)));
        if (session.isNarrowed()) {
            var passed = new ArrayList<>(session.policies());
            passed.addAll(managed(session.policyArns()));
            layers.add(new Layer("session policy", List.copyOf(passed)));
        }
        role.boundary().ifPresent(arn -> layers.add(new Layer("permissions boundary", managed(List.of(arn)))));
        return new Permissions(List.copyOf(layers));
    }

    /** A policy that is gone allows nothing. */
    private List<Policy> managed(Iterable<String> arns) {
        var found = new ArrayList<Policy>();
        arns.forEach(arn -> accounts.policy(arn).ifPresent(found::add));
        return found;
    }
}
