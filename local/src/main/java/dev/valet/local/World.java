package dev.valet.local;

import dev.valet.action.Executor;
import dev.valet.action.SignTemplate;
import dev.valet.grant.Statement;
import dev.valet.grant.TemplateText;
import dev.valet.grant.Terms;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.RoleDraft;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.provider.Providers;
import dev.valet.local.template.Place;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import dev.valet.registry.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Everything that a configuration speaks of, made in the local AWS: the agents' own roles, the roles that are leased, the
 * buckets, the secrets and the keys of actions. What is in buckets and secrets is made up anew at every start.
 */
final class World {
    private static final Pattern BUCKET = Pattern.compile("arn:aws:s3:::([a-z0-9][a-z0-9.-]{2,62})(?:/.*)?");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Home home;
    private final LocalAws aws;
    private final Providers providers;
    private final String issuingRole;
    private final String revokingRole;
    private final String actingRole;
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final Map<String, Blob> actionKeys = new ConcurrentHashMap<>();

    /**
     * Of the local AWS.
     *
     * @param providers that take what actions show them
     */
    World(Home home, Deployment deployment, Providers providers) {
        this.home = home;
        this.aws = deployment.aws();
        this.providers = providers;
        this.issuingRole = deployment.issuingRole();
        this.revokingRole = deployment.revokingRole();
        this.actingRole = deployment.actingRole();
    }

    /** The values of all secrets, to look for where none may be. */
    List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** The public half of a key that signs documents, as its operator gives it to whoever verifies. */
    Blob actionKey(String arn) {
        return Optional.ofNullable(actionKeys.get(arn)).orElseThrow(() -> new Trouble("no action signs with " + arn));
    }

    void furnish(List<Document> documents) {
        var made = new TreeSet<String>();
        for (var document : documents) {
            switch (document) {
                case Document.OfAgent(var agent) ->
                    agent.identities().forEach(identity -> {
                        switch (identity) {
                            case Principal.AwsRole role -> runtimeRole(role);
                            case Principal.Subject _ -> {}
                        }
                    });
                case Document.OfGrant(var grant) -> terms(grant.terms(), made);
                case Document.OfAction(var action) -> executor(action.executor(), made);
                case Document.OfIssuer _, Document.OfGuardrail _ -> {}
            }
        }
    }

    /** As the platform would run the agent's code: with a role that may call Valet and nothing else. */
    private void runtimeRole(Principal.AwsRole role) {
        aws.account(role.account())
                .put(RoleDraft.named("/agents/" + role.roleName(), """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}}""")
                        .id(role.uniqueId())
                        .allowing("call-valet", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:%s:*"}}""".formatted(Accounts.VALET)));
    }

    private void terms(Terms terms, Set<String> made) {
        switch (terms) {
            case Terms.Aws aws -> {
                leasedRole(aws.role(), aws.externalId(), made);
                aws.statements().stream()
                        .map(Statement::resources)
                        .flatMap(List::stream)
                        .map(TemplateText::text)
                        .forEach(resource -> bucket(aws.role().account(), resource));
            }
            case Terms.SecretSession secret -> {
                leasedRole(secret.role(), secret.externalId(), made);
                secret(secret.secretArn().text());
            }
            case Terms.SecretValue secret -> {
                secret(secret.secretArn().text());
                if (secret.rotateOnEnd()) {
                    aws.rotating(secret.secretArn().text(), this::value);
                }
            }
            case Terms.Perform _ -> {} // what it opens is its action's
        }
    }

    private void executor(Executor executor, Set<String> made) {
        switch (executor) {
            case Executor.Http(var template) -> {
                var arn = template.credential().source().text();
                if (made.add(arn)) {
                    secret(arn);
                }
                providers.accept(template.host(), aws.secretNow(arn).orElseThrow());
            }
            case Executor.KmsSign(var template) -> actionKey(template);
            case Executor.Lambda _ -> {} // what it does is in a function of the operator's, which is not here
        }
    }

    /** As docs/actions-sign.md says: act signs with it, and nobody else; its public half is for whoever verifies. */
    private void actionKey(SignTemplate template) {
        var publicKey = aws.signingKey(template.keyArn(), spec(template.algorithm()), """
                {"Version":"2012-10-17","Statement":[
                 {"Sid":"ActSigns","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%1$s:root"},"Action":"kms:Sign",
                  "Resource":"*","Condition":{"ArnEquals":{"aws:PrincipalArn":"%2$s"},
                   "StringEquals":{"kms:SigningAlgorithm":"%3$s","kms:MessageType":"RAW","kms:CallerAccount":"%1$s"}}},
                 {"Sid":"AnybodyVerifies","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%1$s:root"},
                  "Action":"kms:GetPublicKey","Resource":"*"}]}""".formatted(
                        Accounts.VALET, actingRole, template.algorithm().name()));
        actionKeys.put(template.keyArn(), Blob.of(publicKey));
    }

    private static String spec(SignTemplate.Algorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_SHA_256 -> "ECC_NIST_P256";
            case ED25519_SHA_512 -> "ECC_NIST_EDWARDS25519";
        };
    }

    /**
     * With the trust and the boundary that target.yaml writes. It may do far more than any grant, so that what a lease may
     * not do is the session policy's doing.
     */
    private void leasedRole(RoleArn role, String externalId, Set<String> made) {
        if (!made.add(role.toString())) {
            return;
        }
        var target = target(role.account(), externalId);
        var roles = new Roles(target, aws.account(role.account()));
        if (made.add("revoker of " + role.account())) {
            roles.make(target.resource("Revoker"));
        }
        var sample = target.resource("SampleRole");
        var boundary = roles.boundary(
                target.property(sample, "PermissionsBoundary").map(Tree::text).orElseThrow());
        aws.account(role.account())
                .put(RoleDraft.named(role.path() + role.name(), roles.trust(sample))
                        .allowing("everything-of-this-account", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Action":["s3:*","secretsmanager:*","sts:*"],"Resource":"*"}}""")
                        .boundedBy(boundary));
    }

    private Template target(String account, String externalId) {
        try {
            return Template.read(
                    home.target(),
                    new Place(account, Accounts.REGION, "valet-target"),
                    Map.of(
                            "ValetIssueRoleArn",
                            issuingRole,
                            "ValetRevokeRoleArn",
                            revokingRole,
                            "ValetAccount",
                            Accounts.VALET,
                            "ExternalId",
                            externalId,
                            "SampleBucket",
                            "sample"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void bucket(String account, String resource) {
        var named = BUCKET.matcher(resource);
        if (named.matches()) {
            for (var team : List.of("blue", "red")) {
                aws.object(account, named.group(1), team + "/summary.csv", Blob.of(team + "," + canary() + "\n"));
            }
        }
    }

    private void secret(String arn) {
        aws.secretAt(arn, value());
    }

    private String value() {
        var value = canary();
        secrets.add(value);
        return value;
    }

    /** Unlike anything else on this machine, so that a search for it finds every place it went to. */
    static String canary() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return "canary-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
