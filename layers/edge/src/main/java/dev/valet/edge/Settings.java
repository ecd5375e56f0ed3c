package dev.valet.edge;

import dev.valet.Malformed;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the environment decides, read once. A missing or wrong entry stops the start, so a bad deploy never serves.
 *
 * @param account the account Valet runs in
 * @param apiId of the one API that may call this function, or of the agent API where two may
 * @param operatorApiId of the operator API, for a function that both call
 * @param audience what a bearer token is made for, unless its issuer's registration says otherwise
 * @param operators the roles of people who may use the operator API; their path is not compared
 * @param principalOrg the organisation that signed callers must be of
 * @param archiveBucket where the audit is archived; for the functions that do
 * @param checkpointKey the ARN of the KMS key that signs checkpoints, and nothing else (INV-17)
 * @param receiptKey the ARN of the KMS key that signs receipts, and nothing else
 * @param publishedKeys the ARNs of the KMS keys whose public halves anybody may read
 * @param announcementBus the ARN of the event bus that announcements are put on; for the function that does
 * @param upstreamTimeout the most that one call to AWS takes
 * @param endpoints where AWS is, by service, when it is not where the SDK finds it; the empty name is for every service
 */
public record Settings(
        String stateTable,
        String auditTable,
        String account,
        String stage,
        String apiId,
        Optional<String> operatorApiId,
        String audience,
        Set<String> developmentAccounts,
        Set<Principal.AwsRole> operators,
        Optional<String> principalOrg,
        Optional<String> archiveBucket,
        Optional<String> checkpointKey,
        Optional<String> receiptKey,
        List<String> publishedKeys,
        Optional<String> announcementBus,
        Duration upstreamTimeout,
        String region,
        Map<String, URI> endpoints) {

    private static final Set<String> KNOWN = Set.of(
            "VALET_STATE_TABLE",
            "VALET_AUDIT_TABLE",
            "VALET_ACCOUNT",
            "VALET_STAGE",
            "VALET_API_ID",
            "VALET_OPERATOR_API_ID",
            "VALET_AUDIENCE",
            "VALET_DEVELOPMENT_ACCOUNTS",
            "VALET_OPERATORS",
            "VALET_PRINCIPAL_ORG",
            "VALET_ARCHIVE_BUCKET",
            "VALET_CHECKPOINT_KEY",
            "VALET_RECEIPT_KEY",
            "VALET_PUBLISHED_KEYS",
            "VALET_ANNOUNCEMENT_BUS",
            "VALET_UPSTREAM_TIMEOUT");
    private static final Predicate<String> TABLE = matching("[A-Za-z0-9_.-]{3,255}");
    private static final Predicate<String> ACCOUNT = matching("[0-9]{12}");
    private static final Predicate<String> NAME = matching("[A-Za-z0-9_-]{1,128}");
    private static final Predicate<String> AUDIENCE = matching("[\\x21-\\x7e]{1,1000}");
    private static final Predicate<String> ORG = matching("o-[a-z0-9]{10,32}");
    private static final Predicate<String> BUCKET = matching("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Predicate<String> KMS_KEY =
            matching("arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]{1,64}");
    private static final Predicate<String> EVENT_BUS =
            matching("arn:aws:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._-]{1,256}");
    private static final Predicate<String> REGION = matching("[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]");
    private static final Predicate<String> UNIQUE_ID = matching("AROA[A-Z0-9]{12,124}");
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    public Settings {
        developmentAccounts = Set.copyOf(developmentAccounts);
        operators = Set.copyOf(operators);
        publishedKeys = List.copyOf(publishedKeys);
        endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
    }

    /** @throws IllegalStateException naming the entry that is missing or wrong, and never its value */
    public static Settings from(Map<String, String> env) {
        for (var name : env.keySet()) {
            // A misspelt optional entry would quietly leave a check out.
            if (name.startsWith("VALET_") && !KNOWN.contains(name)) {
                throw refuse(name, "is not a setting of Valet");
            }
        }
        return new Settings(
                required(env, "VALET_STATE_TABLE", TABLE),
                required(env, "VALET_AUDIT_TABLE", TABLE),
                required(env, "VALET_ACCOUNT", ACCOUNT),
                required(env, "VALET_STAGE", NAME),
                required(env, "VALET_API_ID", NAME),
                given(env, "VALET_OPERATOR_API_ID").map(id -> checked("VALET_OPERATOR_API_ID", id, NAME)),
                required(env, "VALET_AUDIENCE", AUDIENCE),
                listed(env, "VALET_DEVELOPMENT_ACCOUNTS")
                        .map(account -> checked("VALET_DEVELOPMENT_ACCOUNTS", account, ACCOUNT))
                        .collect(Collectors.toSet()),
                listed(env, "VALET_OPERATORS").map(Settings::operator).collect(Collectors.toSet()),
                optional(env, "VALET_PRINCIPAL_ORG", ORG),
                optional(env, "VALET_ARCHIVE_BUCKET", BUCKET),
                optional(env, "VALET_CHECKPOINT_KEY", KMS_KEY),
                optional(env, "VALET_RECEIPT_KEY", KMS_KEY),
                listed(env, "VALET_PUBLISHED_KEYS")
                        .map(arn -> checked("VALET_PUBLISHED_KEYS", arn, KMS_KEY))
                        .toList(),
                optional(env, "VALET_ANNOUNCEMENT_BUS", EVENT_BUS),
                timeout(given(env, "VALET_UPSTREAM_TIMEOUT").orElse("PT5S")),
                required(env, "AWS_REGION", REGION),
                endpoints(env));
    }

    /** @param service as in {@code AWS_ENDPOINT_URL_SECRETS_MANAGER}, in lower case */
    Optional<URI> endpoint(String service) {
        return Optional.ofNullable(endpoints.getOrDefault(service, endpoints.get("")));
    }

    private static Principal.AwsRole operator(String text) {
        var parts = text.split("\\|", -1);
        boolean two = parts.length == 2 && UNIQUE_ID.test(parts[1]);
        try {
            var role = RoleArn.parse(two ? parts[0] : "");
            return new Principal.AwsRole(role.partition(), role.account(), role.name(), parts[1]);
        } catch (Malformed malformed) {
            throw refuse("VALET_OPERATORS", "lists <role ARN>|<AROA…>, with commas between");
        }
    }

    private static Duration timeout(String text) {
        try {
            var timeout = Duration.parse(text);
            if (timeout.compareTo(Duration.ofMillis(100)) >= 0 && timeout.compareTo(Duration.ofSeconds(10)) <= 0) {
                return timeout;
            }
        } catch (DateTimeException notADuration) {
            // refused below
        }
        throw refuse("VALET_UPSTREAM_TIMEOUT", "is an ISO 8601 duration from PT0.1S to PT10S");
    }

    private static Map<String, URI> endpoints(Map<String, String> env) {
        var found = new TreeMap<String, URI>();
        for (var name : new TreeSet<>(env.keySet())) {
            if (name.equals(ENDPOINT)) {
                found.put("", URI.create(env.get(name)));
            } else if (name.startsWith(ENDPOINT + "_")) {
                found.put(name.substring(ENDPOINT.length() + 1).toLowerCase(Locale.ROOT), URI.create(env.get(name)));
            }
        }
        return found;
    }

    private static Stream<String> listed(Map<String, String> env, String name) {
        return given(env, name).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip);
    }

    private static Optional<String> given(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(text -> !text.isBlank());
    }

    private static String required(Map<String, String> env, String name, Predicate<String> form) {
        return present(name, optional(env, name, form));
    }

    private static Optional<String> optional(Map<String, String> env, String name, Predicate<String> form) {
        return given(env, name).map(text -> checked(name, text, form));
    }

    /** Of an entry that only some functions need. */
    static String present(String name, Optional<String> entry) {
        return entry.orElseThrow(() -> refuse(name, "is not set"));
    }

    private static String checked(String name, String text, Predicate<String> form) {
        if (!form.test(text)) {
            throw refuse(name, "is not of its form");
        }
        return text;
    }

    private static IllegalStateException refuse(String name, String why) {
        return new IllegalStateException(name + " " + why);
    }

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }
}
