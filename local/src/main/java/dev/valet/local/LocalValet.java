package dev.valet.local;

import dev.valet.SecretText;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import dev.valet.local.aws.Credentials;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.provider.Providers;
import dev.valet.registry.Document;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Valet deployed on this machine, with a configuration applied and everything made that the configuration speaks of. */
final class LocalValet implements AutoCloseable {
    /** As STS takes one for RoleSessionName. */
    private static final Pattern SESSION_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");

    private final Deployment deployment;
    private final World world;
    private final Providers providers;
    private final ConfigurationFolder configuration;
    private final LocalIssuer issuer;

    private LocalValet(
            Deployment deployment,
            World world,
            Providers providers,
            ConfigurationFolder configuration,
            LocalIssuer issuer) {
        this.deployment = deployment;
        this.world = world;
        this.providers = providers;
        this.configuration = configuration;
        this.issuer = issuer;
    }

    /** Starts with the port already taken; on return every request is answered. */
    static LocalValet start(Home home, FrontDoor door, Path config, Optional<Path> state, Clock clock)
            throws IOException {
        var providers = new Providers(clock);
        return start(new Deployment.Settings(home, clock, state, Handlers.calling(providers)), providers, door, config);
    }

    /** @param providers that the handlers call */
    static LocalValet start(Deployment.Settings settings, Providers providers, FrontDoor door, Path config)
            throws IOException {
        var issuer = LocalIssuer.open(settings.state(), settings.clock());
        var configuration = ConfigurationFolder.read(config, issuer.document());
        var deployment = Deployment.start(settings, door, parameters(configuration.documents()));
        var world = new World(settings.home(), deployment, providers);
        world.furnish(configuration.documents());
        var valet = new LocalValet(deployment, world, providers, configuration, issuer);
        deployment.open(settings.clock());
        valet.apply();
        deployment.everyMinute();
        return valet;
    }

    /** Whose roles may call, whose may be leased, and what actions use: what an operator would give to the deployment. */
    private static Map<String, String> parameters(List<Document> documents) {
        var callers = new TreeSet<String>();
        var targets = new TreeSet<String>();
        var keys = new TreeSet<String>();
        var functions = new TreeSet<String>();
        for (var document : documents) {
            switch (document) {
                case Document.OfAgent(Agent agent) ->
                    agent.identities().stream()
                            .flatMap(identity -> account(identity).stream())
                            .forEach(callers::add);
                case Document.OfGrant(Grant grant) -> account(grant.terms()).ifPresent(targets::add);
                case Document.OfAction(Action action) -> {
                    switch (action.executor()) {
                        case Executor.Http _ -> {}
                        case Executor.KmsSign(var template) -> keys.add(template.keyArn());
                        case Executor.Lambda(var target) -> functions.add(target.functionArn());
                    }
                }
                case Document.OfIssuer _, Document.OfGuardrail _ -> {}
            }
        }
        return Map.of(
                "AgentAccounts",
                String.join(",", callers),
                "TargetAccounts",
                String.join(",", targets),
                "ActionKeys",
                String.join(",", keys),
                "ActionFunctions",
                String.join(",", functions));
    }

    private static Optional<String> account(Principal identity) {
        return switch (identity) {
            case Principal.AwsRole role -> Optional.of(role.account());
            case Principal.Subject _ -> Optional.empty();
        };
    }

    private static Optional<String> account(Terms terms) {
        return switch (terms) {
            case Terms.Aws aws -> Optional.of(aws.role().account());
            case Terms.SecretSession secret -> Optional.of(secret.role().account());
            case Terms.SecretValue _, Terms.Perform _ -> Optional.empty();
        };
    }

    /** As any operator does it: signed, over the operator API. */
    private void apply() {
        var operator =
                new OperatorClient(new SignedHttp(address()), deployment.operator("ann"), deployment.operator("ben"));
        operator.apply(configuration.files());
    }

    URI address() {
        return deployment.address();
    }

    World world() {
        return world;
    }

    /** Those that stand in for the real ones here. */
    Providers providers() {
        return providers;
    }

    Deployment deployment() {
        return deployment;
    }

    List<Agent> agents() {
        return named(document -> document instanceof Document.OfAgent(Agent agent) ? Stream.of(agent) : Stream.empty());
    }

    List<Grant> grantsOf(Agent agent) {
        return named(document -> document instanceof Document.OfGrant(Grant grant)
                        && grant.agent().equals(agent.id())
                ? Stream.of(grant)
                : Stream.empty());
    }

    private <T> List<T> named(Function<Document, Stream<T>> which) {
        return configuration.documents().stream().flatMap(which).toList();
    }

    /**
     * What the runtime of an agent would give it.
     *
     * @param number which of its identities, from 1
     * @throws Trouble when there is none
     */
    RuntimeIdentity identity(String name, int number) {
        var agent = agents().stream()
                .filter(one -> one.id().text().equals(name))
                .findFirst()
                .orElseThrow(() -> new Trouble("there is no agent " + name + "; there are "
                        + String.join(
                                ", ",
                                agents().stream().map(one -> one.id().text()).toList())));
        if (number < 1 || number > agent.identities().size()) {
            throw new Trouble(name + " has no identity " + number + "; it has "
                    + agent.identities().size() + ", from 1");
        }
        var variables = variables("VALET_URL");
        return switch (agent.identities().get(number - 1)) {
            case Principal.AwsRole role -> {
                variables.putAll(session(role).environment());
                yield new RuntimeIdentity(variables, Optional.empty());
            }
            case Principal.Subject subject ->
                new RuntimeIdentity(variables, Optional.of(new SecretText(token(subject))));
        };
    }

    /**
     * What a terminal has after that person signed in as an operator.
     *
     * @throws Trouble for what the identity provider gives no session for
     */
    RuntimeIdentity operator(String person) {
        if (!SESSION_NAME.matcher(person).matches()) {
            throw new Trouble("an operator's name has 2 to 64 letters, digits and +=,.@_-");
        }
        var variables = variables("VALET_OPERATOR_URL");
        variables.putAll(deployment.operator(person).environment());
        return new RuntimeIdentity(variables, Optional.empty());
    }

    private Map<String, String> variables(String url) {
        return new TreeMap<>(Map.of(
                "AWS_REGION",
                Accounts.REGION,
                "AWS_DEFAULT_REGION",
                Accounts.REGION,
                "AWS_ENDPOINT_URL",
                deployment.aws().endpoint().toString(),
                url,
                address().toString()));
    }

    Credentials session(Principal.AwsRole role) {
        return deployment
                .aws()
                .sessionFor("arn:aws:iam::" + role.account() + ":role/agents/" + role.roleName(), "local");
    }

    private String token(Principal.Subject subject) {
        if (!subject.issuer().equals(LocalIssuer.URL)) {
            throw new Trouble("only " + subject.issuer() + " can make its tokens; this machine is " + LocalIssuer.URL);
        }
        return issuer.token(deployment.audience(), subject.claims());
    }

    /** A token of the agent's issuer, made for another audience. */
    String foreignToken(String agent) {
        return agents().stream()
                .filter(one -> one.id().text().equals(agent))
                .flatMap(one -> one.identities().stream())
                .flatMap(
                        identity -> identity instanceof Principal.Subject subject ? Stream.of(subject) : Stream.empty())
                .map(subject -> issuer.token("urn:somebody:else", subject.claims()))
                .findFirst()
                .orElseThrow();
    }

    AuditChains audit() {
        return AuditChains.of(agents().stream().map(one -> one.id().text()).toList(), deployment);
    }

    @Override
    public void close() {
        deployment.close();
    }
}
