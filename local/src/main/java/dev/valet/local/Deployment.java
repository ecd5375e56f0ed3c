package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.Event;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.RoleDraft;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.door.ApiGateway;
import dev.valet.local.door.Arrived;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.door.Functions;
import dev.valet.local.door.Routes;
import dev.valet.local.store.DynamoDb;
import dev.valet.local.store.TableMaker;
import dev.valet.local.store.Tables;
import dev.valet.local.template.Place;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** template.yaml deployed on this machine: tables, roles, functions and both APIs, with the local AWS behind them. */
final class Deployment implements AutoCloseable {
    static final String OPERATOR_ROLE = "arn:aws:iam::" + Accounts.VALET + ":role/operators/valet-operator";
    private static final String OPERATOR_ID = "AROAVALETOPERATOR001";

    private final Template template;
    private final LocalAws aws;
    private final DynamoDb dynamo;
    private final Runtimes runtimes;
    private final FrontDoor door;
    private final List<EventSource> streams;

    /**
     * What differs from one start to another.
     *
     * @param clock the deployment's own; turn it, and everything in it grows older
     * @param state a folder that keeps everything; nothing is kept when it is empty
     * @param handlers what runs behind the template's functions
     */
    record Settings(Home home, Clock clock, Optional<Path> state, Handlers handlers) {}

    private Deployment(
            Template template,
            LocalAws aws,
            DynamoDb dynamo,
            Runtimes runtimes,
            List<EventSource> streams,
            FrontDoor door) {
        this.template = template;
        this.aws = aws;
        this.dynamo = dynamo;
        this.runtimes = runtimes;
        this.streams = streams;
        this.door = door;
    }

    /**
     * Deploys.
     *
     * @param parameters of the template, beside the operator's
     */
    static Deployment start(Settings settings, FrontDoor door, Map<String, String> parameters) throws IOException {
        var template = template(settings.home(), parameters);
        var aws = LocalAws.start(new LocalAws.Settings(
                settings.clock(),
                Clock.systemUTC(),
                0,
                Accounts.REGION,
                settings.state().map(folder -> folder.resolve("aws"))));
        var dynamo = DynamoDb.open(settings.state().map(folder -> folder.resolve("dynamodb")));
        TableMaker.make(dynamo, template);
        aws.host("dynamodb", new Tables(dynamo, aws, Accounts.VALET)::answer);
        ArchiveMaker.make(aws, template);
        template.ofType("AWS::Events::EventBus")
                .forEach(bus -> aws.eventBus(template.attribute(bus.logicalId(), "Arn")));
        var roles = roles(template, aws);
        operator(aws);
        var runtimes = new Runtimes(
                template,
                name -> environment(aws, roles.getOrDefault(name, ""), name),
                settings.handlers(),
                settings.clock());
        runtimes.prime();
        var streams = new EventSources(template, aws, roles, settings.state()).of(dynamo, runtimes);
        return new Deployment(template, aws, dynamo, runtimes, streams, door);
    }

    private static Template template(Home home, Map<String, String> parameters) throws IOException {
        var all = new HashMap<>(parameters);
        all.put("FirstOperatorRole", OPERATOR_ROLE);
        all.put("FirstOperatorId", OPERATOR_ID);
        all.put("PrincipalOrgId", Accounts.ORGANISATION);
        all.put("DevelopmentAccounts", Accounts.DEVELOPMENT);
        return Template.read(home.template(), new Place(Accounts.VALET, Accounts.REGION, Accounts.STACK), all);
    }

    /** The functions' roles by the functions' names. */
    private static Map<String, String> roles(Template template, LocalAws aws) {
        var maker = new Roles(template, aws.account(Accounts.VALET));
        var made = new HashMap<String, String>();
        for (var function : template.ofType("AWS::Serverless::Function")) {
            var arn = template.property(function, "Role").map(Tree::text).orElse("");
            var role = template.ofType("AWS::IAM::Role").stream()
                    .filter(one -> template.attribute(one.logicalId(), "Arn").equals(arn))
                    .findFirst()
                    .orElseThrow(() -> new Trouble("the template has no role for " + function.logicalId()));
            made.put(template.name(function), maker.make(role));
        }
        return made;
    }

    private static void operator(LocalAws aws) {
        aws.account(Accounts.VALET)
                .put(RoleDraft.named("/operators/valet-operator", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/people"},
                         "Action":"sts:AssumeRole"}}""")
                        .id(OPERATOR_ID)
                        .allowing("operate", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Action":"execute-api:Invoke","Resource":"*"}}"""));
    }

    private static Map<String, String> environment(LocalAws aws, String role, String function) {
        var env = new HashMap<>(aws.sessionFor(role, function).environment());
        env.put("AWS_REGION", aws.region());
        env.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        return env;
    }

    /** From here on requests are answered. */
    void open(Clock clock) {
        var callers = new AwsCallers(aws, ApiPolicy.of(template, aws, Accounts.VALET));
        door.open(new ApiGateway(Routes.of(template, Accounts.VALET, Accounts.REGION), callers, runtimes, clock));
    }

    URI address() {
        return door.address();
    }

    LocalAws aws() {
        return aws;
    }

    /** What bearer tokens are made for. */
    String audience() {
        return template.property(template.resource("AuthorizeFunction"), "Environment")
                .flatMap(json -> Tree.text(json, "Variables", "VALET_AUDIENCE"))
                .orElseThrow();
    }

    String issuingRole() {
        return template.attribute("IssueRole", "Arn");
    }

    String revokingRole() {
        return template.attribute("RevokeRole", "Arn");
    }

    String actingRole() {
        return template.attribute("ActRole", "Arn");
    }

    /** A session of the operator's role, as the identity provider gives one to a person. */
    Credentials operator(String person) {
        return aws.sessionFor(OPERATOR_ROLE, person);
    }

    /** What the tables' streams do within a second or two. */
    void stream() {
        streams.forEach(EventSource::deliver);
    }

    /** What was announced of late. */
    List<Event> announced() {
        return aws.events(template.attribute("AnnouncementBus", "Arn"));
    }

    /** What is in the archive, by its keys. */
    Map<String, Blob> archive() {
        return aws.objects(template.name(template.resource("Archive")));
    }

    /** The public half of the key that signs it. */
    byte[] checkpointKey() {
        var policy = template.property(template.resource("CheckpointKey"), "KeyPolicy")
                .orElseThrow();
        return aws.signingKey(template.attribute("CheckpointKey", "Arn"), policy.text());
    }

    /** What the schedule does every minute: each function it wakes gets what the template has for it. */
    void everyMinute() {
        invoke(
                "UpkeepFunction",
                Json.object()
                        .with("source", "aws.events")
                        .with("detail-type", "Scheduled Event")
                        .with("detail", Json.object().build())
                        .build()
                        .text());
        sweep();
        followUp();
    }

    /** Of that, what ends leases. */
    void sweep() {
        invoke("RevokeFunction", input("revoke"));
    }

    /** Of that, what finds out about actions whose end nobody knows. */
    void followUp() {
        invoke("ActFunction", input("act"));
    }

    /** What a rule of the template sends to one of its targets. */
    private String input(String target) {
        return template.ofType("AWS::Events::Rule").stream()
                .flatMap(rule -> Tree.items(template.property(rule, "Targets").orElseThrow()).stream())
                .filter(one -> Tree.text(one, "Id").equals(Optional.of(target)))
                .flatMap(one -> Tree.text(one, "Input").stream())
                .findFirst()
                .orElseThrow(() -> new Trouble("the template has no rule with an input for " + target));
    }

    private void invoke(String logicalId, String event) {
        try {
            runtimes.invoke(
                    template.name(template.resource(logicalId)),
                    UUID.randomUUID().toString(),
                    Arrived.Body.of(event.getBytes(StandardCharsets.UTF_8)));
        } catch (Functions.FunctionFailed failed) {
            throw new IllegalStateException(logicalId + " failed", failed);
        }
    }

    /** The tables without anybody asking who is calling. */
    DynamoDb tables() {
        return dynamo;
    }

    /** Rows of the audit table. */
    Json audit(Json query) {
        var table = template.name(template.resource("AuditTable"));
        var request = new HashMap<>(Tree.members(query));
        request.put("TableName", Json.of(table));
        return StrictJson.read(dynamo.ask("Query", new Json.Obj(new java.util.LinkedHashMap<>(request))));
    }

    @Override
    public void close() {
        door.close();
        aws.close();
        dynamo.close();
    }
}
